/** Walks a sealed segment's frame, header and length fields, piece by piece; the boxes themselves are passed over. */

import { EarshotError } from '../contracts/errors.js'
import {
  BOX_OVERHEAD,
  decodeHeader,
  HEADER_BYTES,
  isBoxLength,
  LENGTH_BYTES,
  recordBytes,
  type SegmentHeader,
} from '../contracts/spool-format.js'

export class SegmentWalk {
  #header: SegmentHeader | null = null
  /** The header or length field being collected. */
  #field = Buffer.alloc(0)
  #boxLength = 0
  #boxLeft = 0
  #records = 0
  #pcmBytes = 0

  get header(): SegmentHeader | null {
    return this.#header
  }

  /** Whole records so far. */
  get records(): number {
    return this.#records
  }

  get pcmBytes(): number {
    return this.#pcmBytes
  }

  get truncatedTail(): boolean {
    return this.#boxLeft > 0 || this.#field.length > 0
  }

  /** @throws what `decodeHeader` throws, and SPOOL_TAMPERED for an impossible length field */
  read(piece: Buffer): void {
    for (let at = 0; at < piece.length; ) {
      at += this.#boxLeft > 0 ? this.#passBox(piece.length - at) : this.#collect(piece.subarray(at))
    }
  }

  /** @throws SPOOL_TRUNCATED if not even a header was there */
  end(): void {
    if (this.#header === null) throw new EarshotError('SPOOL_TRUNCATED', 'segment ends inside its header')
  }

  #passBox(available: number): number {
    const passed = Math.min(available, this.#boxLeft)
    this.#boxLeft -= passed
    if (this.#boxLeft === 0) {
      this.#records++
      this.#pcmBytes += this.#boxLength - BOX_OVERHEAD
    }
    return passed
  }

  #collect(rest: Buffer): number {
    const wanted = this.#header === null ? HEADER_BYTES : LENGTH_BYTES
    const taken = Math.min(rest.length, wanted - this.#field.length)
    this.#field = Buffer.concat([this.#field, rest.subarray(0, taken)])
    if (this.#field.length < wanted) return taken
    const field = this.#field
    this.#field = Buffer.alloc(0)
    if (this.#header === null) this.#header = decodeHeader(field)
    else this.#beginBox(field.readUInt32BE(0), this.#header)
    return taken
  }

  #beginBox(length: number, header: SegmentHeader): void {
    if (!isBoxLength(length, recordBytes(header))) {
      throw new EarshotError('SPOOL_TAMPERED', 'record length is impossible', { detail: { counter: this.#records } })
    }
    this.#boxLength = length
    this.#boxLeft = length
  }
}
