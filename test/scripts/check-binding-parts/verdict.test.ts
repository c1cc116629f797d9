import t from 'tap'
import type { InstructionCounts } from '../../../scripts/check-binding-parts/machine-code.js'
import { judge } from '../../../scripts/check-binding-parts/verdict.js'

const none = { by: 'objdump', ymm: 0, zmm: 0, fma: 0, fmlaHalf: 0 } as const
const x64 = (counts: Partial<InstructionCounts>): InstructionCounts => ({ architecture: 'x64', ...none, ...counts })
const arm64 = (counts: Partial<InstructionCounts>): InstructionCounts => ({ architecture: 'arm64', ...none, ...counts })
const modern = new Set(['avx2', 'fma', 'avx512f'])
const avx2 = new Set(['avx2', 'fma'])
const a76 = new Set(['fp', 'asimd', 'asimdhp', 'asimddp'])
const a72 = new Set(['fp', 'asimd'])

t.test('x86-64 with AVX2: a plain build is refused, ours is accepted', async t => {
  t.match(judge('x64', avx2, x64({})), { good: false, why: /12 times slower/ })
  t.equal(judge('x64', avx2, x64({ ymm: 99, fma: 1600 })).good, false)
  t.equal(judge('x64', avx2, x64({ ymm: 8600, fma: 99 })).good, false)
  t.equal(judge('x64', avx2, x64({ ymm: 100, fma: 100 })).good, true)
  t.equal(judge('x64', avx2, x64({ ymm: 8637, fma: 1647 })).good, true)
  t.equal(judge('x64', modern, x64({ ymm: 6831, zmm: 4604, fma: 1560 })).good, true)
})

t.test('a build for a better processor is refused: it would crash here', async t => {
  t.match(judge('x64', avx2, x64({ ymm: 6831, zmm: 4604, fma: 1560 })), { good: false, why: /AVX-512/ })
  t.match(judge('x64', new Set(), x64({ ymm: 8637, fma: 1647 })), { good: false, why: /with AVX2/ })
  t.match(judge('arm64', a72, arm64({ fmlaHalf: 12 })), { good: false, why: /cortex-a76/ })
})

t.test('an old processor has nothing to gain, and a plain build is right for it', async t => {
  t.match(judge('x64', new Set(['sse4_2']), x64({})), { good: true, why: /no AVX2/ })
  t.match(judge('arm64', a72, arm64({})), { good: true, why: /NEON/ })
})

t.test('aarch64 with half-precision arithmetic: the build must use it', async t => {
  t.match(judge('arm64', a76, arm64({})), { good: false, why: /half-precision/ })
  t.equal(judge('arm64', a76, arm64({ fmlaHalf: 3 })).good, false)
  t.equal(judge('arm64', a76, arm64({ fmlaHalf: 12 })).good, true)
})

t.test('what is no program, or one for another kind of processor, is refused', async t => {
  t.equal(judge('x64', modern, null).good, false)
  t.match(judge('arm64', a76, x64({ ymm: 8637, fma: 1647 })), { good: false, why: /another kind/ })
})
