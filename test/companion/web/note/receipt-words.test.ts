import t from 'tap'
import { type ReadableReceipt, receiptWords } from '../../../../companion/web/note/receipt-words.js'
import type { ReceiptPayload } from '../../../../device/contracts/receipt.js'

const RECEIPT: ReadableReceipt = {
  v: 1,
  kind: 'destroyed',
  issuedAtMs: 1_700_000_200_000,
  captured: { ms: 120_000, segments: 2 },
  segments: [{ destroyedAtMs: 1_700_000_150_000 }, { destroyedAtMs: 1_700_000_100_000 }],
  downgrades: [],
  remains: [],
  claims: ['c'],
  notClaimed: ['n'],
}
/** The page reads a part of the real thing: this line does not compile when it reads what is not there. */
const readable: (receipt: ReceiptPayload) => ReadableReceipt = receipt => receipt
const words = (change: Partial<ReadableReceipt> = {}) =>
  receiptWords(`${JSON.stringify({ ...RECEIPT, ...change })}\n{}\n`)?.summary.join(' ')

t.test('a receipt is told in plain words', async t => {
  t.ok(readable)
  t.match(words(), /^2 min 00 s of audio were captured in 2 sealed pieces\. Every key and every piece was overwritten/)
  t.match(words(), /Of the audio nothing remains\. No protection was missing\./)
  t.match(words({ kind: 'destroyed-by-power-loss' }), /the keys were only in memory/)
  t.match(words({ segments: [] }), /There was no audio to destroy/)
  t.match(words({ remains: ['segment 3'] }), /What remains: segment 3\./)
  t.match(
    words({ downgrades: ['swap-on', 'unheard-of'] }),
    /Missing while this was done: the kernel may write memory pages to a disk; unheard-of\./,
  )
})

t.test('what is no receipt of a known version is not told at all', async t => {
  for (const file of ['', 'x', '{}', 'null', '{"v":2}', '{"v":1}']) t.equal(receiptWords(file), null, file)
})
