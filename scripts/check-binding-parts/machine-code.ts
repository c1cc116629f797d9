/**
 * Counts, in an ELF file's code, the instructions that tell an optimised build of whisper.cpp from a plain one.
 * With objdump where it is (it comes with every compiler), otherwise by the instructions' own bytes.
 */

import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'

export type CodeArchitecture = 'x64' | 'arm64'

export interface InstructionCounts {
  readonly architecture: CodeArchitecture
  readonly by: 'objdump' | 'bytes'
  /** x64: instructions on 256-bit registers (AVX). */
  readonly ymm: number
  /** x64: instructions on 512-bit registers (AVX-512). */
  readonly zmm: number
  /** x64: fused multiply-add, the inner loop of every product. */
  readonly fma: number
  /** arm64: fused multiply-add of eight half-precision numbers. */
  readonly fmlaHalf: number
}

const ELF_MAGIC = 0x7f454c46
const MACHINES: ReadonlyMap<number, CodeArchitecture> = new Map([
  [62, 'x64'],
  [183, 'arm64'],
])

/** @returns null if the file is not a 64-bit little-endian ELF file for x64 or arm64 */
export async function countInstructions(file: string, objdump = 'objdump'): Promise<InstructionCounts | null> {
  const elf = await readFile(file)
  const architecture = architectureOf(elf)
  if (architecture === null) return null
  return (await countByObjdump(file, architecture, objdump)) ?? countByBytes(elf, architecture)
}

/** @returns null if there is no objdump, or it does not know this architecture */
async function countByObjdump(
  file: string,
  architecture: CodeArchitecture,
  objdump: string,
): Promise<InstructionCounts | null> {
  const child = spawn(objdump, ['-d', '--no-show-raw-insn', file], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise<number | null>(resolve => {
    child.once('error', () => resolve(null))
    child.once('close', resolve)
  })
  const counts = { ymm: 0, zmm: 0, fma: 0, fmlaHalf: 0 }
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('%ymm')) counts.ymm += 1
    if (line.includes('%zmm')) counts.zmm += 1
    if (line.includes('vfmadd')) counts.fma += 1
    // GNU writes `fmla v0.8h, v1.8h, v2.8h`, LLVM `fmla.8h v0, v1, v2`.
    if (/\sfmla(\.8h)?\s+v\d+(\.8h)?,/.test(line) && line.includes('.8h')) counts.fmlaHalf += 1
  }
  return (await ended) === 0 ? { architecture, by: 'objdump', ...counts } : null
}

/**
 * The same from the code's bytes, roughly. In 64-bit code C4 always begins a three-byte VEX prefix and 62 an EVEX one;
 * a pattern of prefix, map, length and opcode comes up by chance a few times in a megabyte, not hundreds of times.
 */
export function countByBytes(elf: Buffer, architecture: CodeArchitecture): InstructionCounts {
  const code = sectionOf(elf, '.text')
  const counts = { ymm: 0, zmm: 0, fma: 0, fmlaHalf: 0 }
  if (architecture === 'arm64') {
    for (let at = 0; at + 4 <= code.length; at += 4) if (isFmlaHalf(code.readUInt32LE(at))) counts.fmlaHalf += 1
    return { architecture, by: 'bytes', ...counts }
  }
  for (let at = 0; at + 6 <= code.length; at += 1) {
    const first = code[at]
    if (first !== 0xc4 && first !== 0x62) continue
    const [, second = 0, third = 0, opcode = 0, fifth = 0] = code.subarray(at, at + 5)
    // VEX: map 0F38, prefix 66; bit 2 of the third byte is the 256-bit length.
    if (first === 0xc4 && (second & 0x1f) === 2 && (third & 3) === 1) {
      if (isFma(opcode)) counts.fma += 1
      if ((third & 4) !== 0) counts.ymm += 1
    }
    // EVEX: the fifth byte is the opcode; length 2 in the fourth is 512 bits.
    if (first === 0x62 && (second & 0x0f) === 2 && (third & 7) === 5 && (opcode & 0x60) === 0x40) {
      counts.zmm += 1
      if (isFma(fifth)) counts.fma += 1
    }
  }
  return { architecture, by: 'bytes', ...counts }
}

/** vfmadd132/213/231, packed and scalar. */
function isFma(opcode: number): boolean {
  return [0x98, 0x99, 0xa8, 0xa9, 0xb8, 0xb9].includes(opcode)
}

/** FMLA (vector) and FMLA (by element) on .8h. */
function isFmlaHalf(word: number): boolean {
  return (word & 0xffe0fc00) >>> 0 === 0x4e400c00 || (word & 0xffc0f400) >>> 0 === 0x4f001000
}

function architectureOf(elf: Buffer): CodeArchitecture | null {
  if (elf.length < 64 || elf.readUInt32BE(0) !== ELF_MAGIC || elf[4] !== 2 || elf[5] !== 1) return null
  return MACHINES.get(elf.readUInt16LE(18)) ?? null
}

/** Empty if the file has no such section or its table lies outside the file. */
function sectionOf(elf: Buffer, name: string): Buffer {
  const table = Number(elf.readBigUInt64LE(40))
  const entryBytes = elf.readUInt16LE(58)
  const header = (index: number): Buffer => elf.subarray(table + index * entryBytes, table + (index + 1) * entryBytes)
  const content = (section: Buffer): Buffer => {
    if (section.length < 64) return Buffer.alloc(0)
    const start = Number(section.readBigUInt64LE(24))
    return elf.subarray(start, start + Number(section.readBigUInt64LE(32)))
  }
  const names = content(header(elf.readUInt16LE(62)))
  for (let index = 0; index < elf.readUInt16LE(60); index += 1) {
    const section = header(index)
    if (section.length < 64) continue
    const at = section.readUInt32LE(0)
    if (names.toString('latin1', at, names.indexOf(0, at)) === name) return content(section)
  }
  return Buffer.alloc(0)
}
