/** Everything that can be wrong with a receipt, and how to say it to the person who holds one. */

export const RECEIPT_PROBLEMS = {
  'not-a-receipt': 'the file is not a receipt of version 1, or it was changed',
  'key-is-another': 'the receipt was signed by another box than the one whose key you gave',
  'signature-does-not-hold': 'the signature does not belong to this text: the receipt was changed, or it is forged',
  'box-is-another': 'the receipt names another box than the one that signed it',
  'ledger-line-unreadable': 'a ledger line in the receipt cannot be read',
  'ledger-line-unsigned': 'a ledger line in the receipt was not signed by this box',
  'ledger-has-a-hole': 'ledger lines are missing, repeated or out of order',
  'ledger-chain-broken': 'a ledger line does not follow from the one before it',
  'ledger-does-not-begin-with-the-session': 'the ledger lines do not begin with the start of this session',
  'ledger-does-not-end-with-the-session': 'the ledger lines do not end with a line of this session',
  'ledger-line-of-another-session': 'a ledger line of another session is shown whole',
  'session-never-ended': 'the ledger has no end of this session',
  'times-disagree': 'the times in the receipt are not those in the ledger',
  'medium-disagrees': 'the medium in the receipt is not the one in the ledger',
  'segments-disagree': 'the segments in the receipt are not those in the ledger',
  'segment-sums-disagree': 'the totals in the receipt are not the sums of its segments',
  'segment-not-destroyed': 'a segment was not destroyed in all its steps',
  'kind-disagrees': 'the kind of the receipt does not fit what happened to its segments',
  'no-restart-seen': 'the receipt tells of a power loss, but the ledger shows no restart after the session began',
  'check-failed': 'a check that must be true is false',
} as const
export type ReceiptProblemCode = keyof typeof RECEIPT_PROBLEMS

export interface ReceiptProblem {
  readonly code: ReceiptProblemCode
  /** Segment or ledger sequence number, where it is about one; a check's name for `check-failed`. */
  readonly at?: number | string
}
