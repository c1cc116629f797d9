/**
 * Checks of the shape of stored JSON: what a program wrote long ago is `unknown` until one of these has looked at it.
 * Unknown keys are refused: a document that says more than we know was written by a newer program.
 */

export type Check<T> = (value: unknown) => value is T

/** A key that may be absent. */
export interface Optional<T> {
  readonly optional: Check<T>
}

type Member<T, K extends keyof T> =
  Partial<Pick<T, K>> extends Pick<T, K> ? Optional<Exclude<T[K], undefined>> : Check<T[K]>

/** One check for each key of `T`; the compiler finds a key that was forgotten. */
export type Members<T> = { readonly [K in keyof T]-?: Member<T, K> }

export function isText(value: unknown): value is string {
  return typeof value === 'string'
}

export function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

/** A safe integer, 0 or more. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

export function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value)
}

/** Lower-case hex of so many bytes. */
export function hexOf(bytes: number): Check<string> {
  const pattern = new RegExp(`^[0-9a-f]{${bytes * 2}}$`)
  return (value): value is string => typeof value === 'string' && pattern.test(value)
}

export function textLike<T extends string = string>(pattern: RegExp): Check<T> {
  return (value): value is T => typeof value === 'string' && pattern.test(value)
}

export function oneOf<const T extends string | number>(values: readonly T[]): Check<T> {
  return (value): value is T => (values as readonly unknown[]).includes(value)
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value)
}

export function either<A, B>(first: Check<A>, second: Check<B>): Check<A | B> {
  return (value): value is A | B => first(value) || second(value)
}

export function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(member => check(member))
}

export function optional<T>(check: Check<T>): Optional<T> {
  return { optional: check }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An object with exactly these keys, each of its kind. */
export function shape<T extends object>(members: Members<T>): Check<T> {
  const checks = Object.entries(members) as [string, Check<unknown> | Optional<unknown>][]
  const known = new Set(checks.map(([key]) => key))
  return (value): value is T =>
    isObject(value) &&
    Object.keys(value).every(key => known.has(key)) &&
    checks.every(([key, check]) => {
      if (typeof check === 'function') return Object.hasOwn(value, key) && check(value[key])
      return !Object.hasOwn(value, key) || check.optional(value[key])
    })
}
