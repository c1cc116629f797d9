/** Waits for a fact instead of a time: a busy machine is slow, not wrong. */

const PATIENCE_MS = 20_000
const LOOK_MS = 5

/** @throws Error when the fact has not come true in twenty seconds */
export async function until(fact: () => boolean | Promise<boolean>, what = 'what was waited for'): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
    if (await fact()) return
    await new Promise(resolve => setTimeout(resolve, LOOK_MS))
  }
  throw new Error(`${what} did not happen`)
}
