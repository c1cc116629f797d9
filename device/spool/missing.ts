/** Absence is a value: tells a file that is not there from one that cannot be used. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
