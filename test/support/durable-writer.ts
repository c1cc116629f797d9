/** Rewrites a file without end, each time with one byte all through; the test kills it at some moment. */

import { writeDurably } from '../../companion/vault/durable-file.js'

const file = process.argv[2] ?? ''
for (let round = 1; ; round++) {
  await writeDurably(file, Buffer.alloc(300_000, round % 256), { keep: 'previous' })
  if (round === 1) process.send?.('writing')
}
