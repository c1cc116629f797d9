/** Whether a build of whisper.cpp is the right one for a processor: a pure decision over counted facts. */

import type { InstructionCounts } from './machine-code.js'

export interface Verdict {
  readonly good: boolean
  readonly why: string
}

/**
 * A plain build has none of these instructions, ours has thousands (8,600 on ymm, 1,600 vfmadd on x86-64), and
 * counting by bytes finds a handful by chance.
 */
const LEAST_X64 = 100
/** Twelve in a build for cortex-a76, none in one for plain aarch64. */
const LEAST_ARM64 = 4

/** @param features what /proc/cpuinfo calls `flags` (x64) or `Features` (arm64) */
export function judge(architecture: string, features: ReadonlySet<string>, counts: InstructionCounts | null): Verdict {
  if (counts === null) return bad('the file is not a program for x86-64 or aarch64')
  if (counts.architecture !== architecture) return bad('it is built for another kind of processor')
  return architecture === 'x64' ? judgeX64(features, counts) : judgeArm64(features, counts)
}

function judgeX64(features: ReadonlySet<string>, { ymm, zmm, fma, by }: InstructionCounts): Verdict {
  const found = `${ymm} instructions on ymm, ${zmm} on zmm, ${fma} vfmadd, counted by ${by}`
  if (zmm >= LEAST_X64 && !features.has('avx512f')) return bad(`it is built for a processor with AVX-512 (${found})`)
  if (!features.has('avx2') || !features.has('fma')) {
    if (ymm >= LEAST_X64) return bad(`it is built for a processor with AVX2 (${found})`)
    return good(`this processor has no AVX2, there is nothing to gain (${found})`)
  }
  if (ymm + zmm < LEAST_X64 || fma < LEAST_X64) return bad(`it is built without AVX2, about 12 times slower (${found})`)
  return good(`built for this processor (${found})`)
}

function judgeArm64(features: ReadonlySet<string>, { fmlaHalf, by }: InstructionCounts): Verdict {
  const found = `${fmlaHalf} fmla on .8h, counted by ${by}`
  if (!features.has('asimdhp')) {
    if (fmlaHalf >= LEAST_ARM64) return bad(`it is built for a newer processor, cortex-a76 or the like (${found})`)
    return good(`NEON is always there, and this processor (cortex-a72 or the like) has no more (${found})`)
  }
  if (fmlaHalf < LEAST_ARM64) return bad(`it is built without half-precision arithmetic (${found})`)
  return good(`built for this processor (${found})`)
}

function good(why: string): Verdict {
  return { good: true, why }
}

function bad(why: string): Verdict {
  return { good: false, why }
}
