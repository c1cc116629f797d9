import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { countByBytes, countInstructions } from '../../../scripts/check-binding-parts/machine-code.js'
import { root } from '../../support/root.js'

const binding = join(root, 'node_modules/smart-whisper/build/Release/smart-whisper.node')

t.test('the bytes tell the same as objdump about the binding', async t => {
  const dumped = await countInstructions(binding)
  const counted = await countInstructions(binding, '/nowhere/objdump')
  t.equal(dumped?.by, 'objdump')
  t.equal(counted?.by, 'bytes')
  for (const name of ['fma', 'fmlaHalf'] as const) {
    const [by, bytes] = [dumped?.[name] ?? 0, counted?.[name] ?? 0]
    t.ok(Math.abs(by - bytes) <= Math.max(10, by / 50), `${name}: ${by} by objdump, ${bytes} by bytes`)
  }
})

/** An ELF file of one section of code. */
function elf(machine: number, code: Buffer): Buffer {
  const header = Buffer.alloc(64)
  header.write('\x7fELF', 'latin1')
  header.set([2, 1, 1], 4)
  header.writeUInt16LE(machine, 18)
  const names = Buffer.from('\0.text\0.names\0')
  header.writeBigUInt64LE(BigInt(64 + code.length + names.length), 40)
  header.writeUInt16LE(64, 58)
  header.writeUInt16LE(3, 60)
  header.writeUInt16LE(2, 62)
  const section = (name: number, start: number, bytes: number): Buffer => {
    const entry = Buffer.alloc(64)
    entry.writeUInt32LE(name, 0)
    entry.writeBigUInt64LE(BigInt(start), 24)
    entry.writeBigUInt64LE(BigInt(bytes), 32)
    return entry
  }
  const table = [section(0, 0, 0), section(1, 64, code.length), section(7, 64 + code.length, names.length)]
  return Buffer.concat([header, code, names, ...table])
}

t.test('single instructions are recognised by their bytes', async t => {
  const x64 = (hex: string): unknown => countByBytes(elf(62, Buffer.from(`${hex}9090909090`, 'hex')), 'x64')
  t.match(x64('c4e275b8c2'), { fma: 1, ymm: 1 }, 'vfmadd231ps ymm0, ymm1, ymm2')
  t.match(x64('c4e271b9c2'), { fma: 1, ymm: 0 }, 'vfmadd231ss xmm0, xmm1, xmm2')
  t.match(x64('62f27548b8c2'), { fma: 1, zmm: 1 }, 'vfmadd231ps zmm0, zmm1, zmm2')
  t.match(x64('0f59c2'), { fma: 0, ymm: 0, zmm: 0 }, 'mulps xmm0, xmm2')
  const arm64 = (word: number): unknown => {
    const code = Buffer.alloc(4)
    code.writeUInt32LE(word)
    return countByBytes(elf(183, code), 'arm64')
  }
  t.match(arm64(0x4e420c20), { fmlaHalf: 1 }, 'fmla v0.8h, v1.8h, v2.8h')
  t.match(arm64(0x4f021020), { fmlaHalf: 1 }, 'fmla v0.8h, v1.8h, v2.h[0]')
  t.match(arm64(0x4e22cc20), { fmlaHalf: 0 }, 'fmla v0.4s, v1.4s, v2.4s')
})

t.test('what is no program is no program, however it is torn', async t => {
  const file = join(t.testdir(), 'x.node')
  const whole = await readFile(binding)
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('lmgg'),
    whole.subarray(0, 63),
    Buffer.alloc(64),
    elf(3, Buffer.alloc(4)),
  ]) {
    await writeFile(file, bytes)
    t.equal(await countInstructions(file), null)
  }
  for (const bytes of [64, 65, 5000, whole.length - 1]) {
    await writeFile(file, whole.subarray(0, bytes))
    const counts = await countInstructions(file, '/nowhere/objdump')
    t.match(counts, { by: 'bytes' }, `${bytes} bytes do not crash it`)
  }
})
