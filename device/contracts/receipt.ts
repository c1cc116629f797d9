/** The destruction receipt: what it is, how the file is written and read, how it is checked. */

export { encodePayload, encodeReceipt, type ParsedReceipt, parseReceipt } from './receipt-file.js'
export * from './receipt-format.js'
export { RECEIPT_PROBLEMS, type ReceiptProblem, type ReceiptProblemCode } from './receipt-problems.js'
export { type ReceiptFinding, segmentOfKey, verifyReceipt } from './receipt-verification.js'
