/** All formats by their key. */

import type { FormatKey } from '../note-draft.js'
import { DAP } from './dap.js'
import type { NoteFormat } from './format.js'
import { SOAP } from './soap.js'

export const FORMATS: Readonly<Record<FormatKey, NoteFormat>> = { SOAP, DAP }

export function isFormatKey(value: unknown): value is FormatKey {
  return typeof value === 'string' && Object.hasOwn(FORMATS, value)
}
