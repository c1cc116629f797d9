/** Reads an untrusted JSON value against defaults and collects every problem by its path, so that a person fixes all at once. */

import { EarshotError } from './errors.js'

type Fields = Readonly<Record<string, unknown>>

export class Decoder {
  readonly #fields: Fields
  readonly #defaults: Fields
  readonly #path: string
  readonly #problems: string[]
  readonly #known = new Set<string>()

  /** @param path of this object inside the whole, ending in a full stop; empty for the whole */
  constructor(value: unknown, defaults: Fields, path = '', problems: string[] = []) {
    this.#path = path
    this.#problems = problems
    this.#defaults = defaults
    if (value === undefined) {
      this.#fields = {}
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      this.#fields = value as Fields
    } else {
      this.#fields = {}
      this.problem(`${path === '' ? 'the configuration' : path.slice(0, -1)} must be an object`)
    }
  }

  problem(text: string): void {
    this.#problems.push(text)
  }

  section<T>(name: string, read: (at: Decoder) => T): T {
    this.#known.add(name)
    const inner = new Decoder(
      this.#fields[name],
      this.#defaults[name] as Fields,
      `${this.#path}${name}.`,
      this.#problems,
    )
    const value = read(inner)
    inner.#unknown()
    return value
  }

  choice<const T extends string | number>(name: string, allowed: readonly T[]): T {
    const wanted = allowed.length === 1 ? String(allowed[0]) : `one of ${allowed.join(', ')}`
    return this.#value(name, value => (allowed as readonly unknown[]).includes(value), wanted)
  }

  integer(name: string, least: number, most: number): number {
    return this.#value(
      name,
      value => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
      `an integer from ${least} to ${most}`,
    )
  }

  number(name: string, least: number, most: number): number {
    return this.#value(
      name,
      value => typeof value === 'number' && value >= least && value <= most,
      `a number from ${least} to ${most}`,
    )
  }

  text(name: string, pattern: RegExp, wanted: string): string {
    return this.#value(name, value => typeof value === 'string' && pattern.test(value), wanted)
  }

  textOrNull(name: string, pattern: RegExp, wanted: string): string | null {
    return this.#value(
      name,
      value => value === null || (typeof value === 'string' && pattern.test(value)),
      `${wanted}, or null`,
    )
  }

  texts(name: string, pattern: RegExp, wanted: string): readonly string[] {
    return this.#value(
      name,
      value => Array.isArray(value) && value.every(member => typeof member === 'string' && pattern.test(member)),
      `a list, each ${wanted}`,
    )
  }

  /** @throws CONFIG_INVALID if anything was wrong */
  finish(): void {
    this.#unknown()
    if (this.#problems.length === 0) return
    throw new EarshotError('CONFIG_INVALID', 'configuration is not valid', {
      detail: { problems: this.#problems.length },
      hint: this.#problems.join('; '),
    })
  }

  #value<T>(name: string, fits: (value: unknown) => boolean, wanted: string): T {
    this.#known.add(name)
    const value = this.#fields[name]
    if (value === undefined) return this.#defaults[name] as T
    if (fits(value)) return value as T
    this.problem(`${this.#path}${name} must be ${wanted}`)
    return this.#defaults[name] as T
  }

  #unknown(): void {
    for (const name of Object.keys(this.#fields)) {
      if (!this.#known.has(name)) this.problem(`${this.#path}${name} is not a known setting`)
    }
  }
}
