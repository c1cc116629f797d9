/**
 * The one error class that crosses module borders, and the closed list of its codes.
 * ERRORS.md beside this file has one entry for each code (a test ties the two together).
 */

/** Every error code of the product. A code is never reused for another meaning. */
export const ERROR_CODES = [
  'INTERNAL',
  'CONFIG_INVALID',
  'CONFIG_UNREADABLE',
  'STORAGE_FULL',
  'STORAGE_READ_ONLY',
  'STORAGE_DAMAGED',
  'STORAGE_VERSION_UNKNOWN',
  'CAPTURE_RECORDER_MISSING',
  'CAPTURE_DEVICE_NOT_FOUND',
  'CAPTURE_DEVICE_LOST',
  'CAPTURE_NO_AUDIO',
  'CAPTURE_STALLED',
  'CAPTURE_CLIPPING',
  'CAPTURE_PROCESS_LOST',
  'CAPTURE_FILE_UNREADABLE',
  'CAPTURE_FILE_NOT_WAV',
  'CAPTURE_FILE_TRUNCATED',
  'CAPTURE_FILE_EMPTY',
  'CAPTURE_FILE_UNSUPPORTED',
  'SPOOL_NOT_RAM',
  'SPOOL_SWAP_ON',
  'SPOOL_NO_INIT_ON_FREE',
  'SPOOL_FULL',
  'SPOOL_TRUNCATED',
  'SPOOL_TAMPERED',
  'SPOOL_NOT_A_SEGMENT',
  'SPOOL_VERSION_UNKNOWN',
  'SPOOL_KEY_MISSING',
  'SPOOL_DESTROY_FAILED',
  'SESSION_NOT_FOUND',
  'SESSION_BUSY',
  'SESSION_NOT_ALLOWED',
  'SESSION_NOT_DESTROYED',
  'SESSION_TOO_LONG',
  'DEVICE_UNREACHABLE',
  'DEVICE_REQUEST_INVALID',
  'DEVICE_ALREADY_RUNNING',
  'DEVICE_BUTTON_STUCK',
  'MODEL_NOT_INSTALLED',
  'MODEL_SIZE_MISMATCH',
  'MODEL_CHECKSUM_MISMATCH',
  'MODEL_WRONG_KIND',
  'MODEL_UNKNOWN',
  'MODEL_DOWNLOAD_FAILED',
  'MODEL_IMPORT_FAILED',
  'MODEL_BUSY',
  'TRANSCRIBE_WORKER_LOST',
  'TRANSCRIBE_FAILED',
  'TRANSCRIBE_NO_RESULT',
  'TRANSCRIBE_COVERAGE',
  'DRAFT_WORKER_LOST',
  'DRAFT_FAILED',
  'VAULT_WRONG_KEY',
  'VAULT_LOCKED',
  'NOTE_NOT_FOUND',
  'NOTE_ALREADY_SIGNED',
  'NOTE_NOT_SIGNED',
  'NOTE_UNRESOLVED',
  'NOTE_CONFLICT',
  'LEDGER_BROKEN',
  'RECEIPT_CHECKS_FAILED',
  'RECEIPT_NOT_FOUND',
  'CLAIM_NOT_OPEN',
  'CLAIM_WRONG_CODE',
  'CLAIM_ALREADY_DONE',
  'CLAIM_NEEDS_PRESS',
  'CLAIM_REQUIRED',
  'SIGN_IN_REQUIRED',
  'SIGN_IN_FAILED',
  'SIGN_IN_LOCKED_OUT',
  'REQUEST_INVALID',
  'REQUEST_ORIGIN_REFUSED',
  'REQUEST_HOST_REFUSED',
  'REQUEST_TOO_MANY',
  'ROUTE_NOT_FOUND',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** Facts for the log: ids, counts, enums. Never text from a person, a model or a parser. */
export type ErrorDetail = Readonly<Record<string, string | number | boolean>>

export interface EarshotErrorOptions {
  readonly detail?: ErrorDetail
  /** One sentence for the person who reads it: what to do. */
  readonly hint?: string
  /** Whether doing the same again later can succeed. */
  readonly retryable?: boolean
  /** A system error (ENOSPC …). Never an error raised while reading a person's text: its message may quote it. */
  readonly cause?: unknown
}

/**
 * An error with a code for programs, details for the log and a hint for people.
 *
 * `message` is one fixed English phrase, lower case, no full stop, no run-time text.
 */
export class EarshotError extends Error {
  override readonly name = 'EarshotError'
  readonly code: ErrorCode
  readonly detail: ErrorDetail
  readonly hint: string | undefined
  readonly retryable: boolean

  constructor(code: ErrorCode, message: string, options: EarshotErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.detail = options.detail ?? {}
    this.hint = options.hint
    this.retryable = options.retryable ?? false
  }
}

/** The shape an error takes when it crosses a process border (socket, IPC). */
export interface ErrorMessage {
  readonly code: ErrorCode
  readonly message: string
  readonly detail?: ErrorDetail
  readonly hint?: string
}

/** What may be told of any thrown value across a process border: an unknown error becomes `INTERNAL`, wordless. */
export function toErrorMessage(error: unknown): ErrorMessage {
  if (!(error instanceof EarshotError)) return { code: 'INTERNAL', message: 'internal error' }
  return {
    code: error.code,
    message: error.message,
    detail: error.detail,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  }
}

/** The error on the other side of {@link toErrorMessage}. */
export function fromErrorMessage(message: ErrorMessage): EarshotError {
  return new EarshotError(message.code, message.message, {
    ...(message.detail === undefined ? {} : { detail: message.detail }),
    ...(message.hint === undefined ? {} : { hint: message.hint }),
  })
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return ERROR_CODES.includes(value as ErrorCode)
}
