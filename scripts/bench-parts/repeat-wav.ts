/** A long recording made of a short one, said again and again. */

import { open, readFile } from 'node:fs/promises'

const HEADER_BYTES = 44

/** @param source a canonical 44-byte-header PCM WAV, as the bundled session is */
export async function repeatWav(source: string, copies: number, target: string): Promise<void> {
  const bytes = await readFile(source)
  const pcm = bytes.subarray(HEADER_BYTES)
  const header = Buffer.from(bytes.subarray(0, HEADER_BYTES))
  header.writeUInt32LE(36 + pcm.length * copies, 4)
  header.writeUInt32LE(pcm.length * copies, 40)
  const file = await open(target, 'w')
  try {
    await file.write(header)
    for (let copy = 0; copy < copies; copy += 1) await file.write(pcm)
  } finally {
    await file.close()
  }
}
