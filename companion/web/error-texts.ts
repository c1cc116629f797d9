/** Error codes in words for the person before the page. What is not here is told by the box's own hint. */

const TEXTS: Readonly<Record<string, string>> = {
  UNREACHABLE: 'The box does not answer. Check that this computer is on the office network, then try again.',
  INTERNAL: 'Something went wrong inside the box. Try again; if it stays, tell whoever looks after the box.',
  PAGE_FAULT: 'Something went wrong on this page. Load it again; if it stays, tell whoever looks after the box.',
  DEVICE_UNREACHABLE: 'The recorder part of the box does not answer. Use the button on the box, or wait a moment.',
  SESSION_NOT_ALLOWED:
    'The session is in another phase by now, so nothing was done. Look at the state and decide again.',
  SESSION_BUSY: 'Another session is still being finished. Wait a moment.',
  SESSION_NOT_FOUND: 'There is no such session on this box.',
  NOTE_NOT_FOUND: 'There is no note of this session in your chart.',
  NOTE_CONFLICT:
    'This note was changed in another window. The newest version is shown; your words are still in the field below. Compare, then save again.',
  NOTE_ALREADY_SIGNED: 'This note is signed and does not change any more. Write an addendum.',
  NOTE_UNRESOLVED: 'The note cannot be signed yet: deal with what is listed as open.',
  RECEIPT_NOT_FOUND: 'There is no receipt yet. It is issued when the last piece of audio is destroyed.',
  CLAIM_NEEDS_PRESS:
    'The pairing window is closed. Hold the button on the box for ten seconds, then claim within two minutes.',
  CLAIM_WRONG_CODE: 'This is not the claim code of this box.',
  CLAIM_NOT_OPEN: 'Too many wrong codes. Hold the button again to open a new window.',
  CLAIM_ALREADY_DONE: 'This box has been claimed already. Sign in.',
  SIGN_IN_FAILED: 'Name or passphrase is not right.',
  REQUEST_TOO_MANY: 'Too many requests. Wait a minute and try again.',
  REQUEST_ORIGIN_REFUSED: 'The box refused this request. Load the page again.',
  STORAGE_FULL: "The box's disk is full, so nothing was saved. Tell whoever looks after the box.",
}

export function errorText(code: string, hint: string | undefined): string {
  const known = TEXTS[code]
  if (known !== undefined) return known
  if (hint === undefined) return `The box refused this (${code}).`
  return `${hint.charAt(0).toUpperCase()}${hint.slice(1)}.`
}
