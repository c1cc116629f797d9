/**
 * What a person has typed and not saved yet, by place. It survives a redraw, a conflict and the end of a sign-in, in
 * memory only: localStorage and sessionStorage are files on this computer's disk, readable without any passphrase, and
 * a sentence of a note has no business there. A reload loses it, which is why the browser asks before one.
 */

const texts = new Map<string, string>()

export function keepUnsaved(place: string, text: string): void {
  texts.set(place, text)
}

export function unsavedAt(place: string): string | undefined {
  return texts.get(place)
}

export function forgetUnsaved(place: string): void {
  texts.delete(place)
}

/** The places that begin with `prefix`, with their texts. */
export function unsavedUnder(prefix: string): readonly (readonly [string, string])[] {
  return [...texts].filter(([place]) => place.startsWith(prefix))
}

/** For when somebody else signs in. */
export function forgetAllUnsaved(): void {
  texts.clear()
}

window.addEventListener('beforeunload', event => {
  if (texts.size > 0) event.preventDefault()
})
