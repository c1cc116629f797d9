/** Signed in before a box in a real browser: what the tests of the pages share. */

import type { Browser, Page } from 'playwright-core'
import type { Test } from 'tap'
import { type BrowserBox, browserBox } from './browser-box.js'
import { openBrowser, type Watched } from './chromium.js'
import { FakeServices } from './fake-services.js'
import { type FakeClock, PASSPHRASE } from './lan-app.js'
import { SESSION, sampleNote } from './sample-note.js'

export const NAME = 'Dr Example'
export const PHONE = { width: 390, height: 844 }
export const SMALLEST = { width: 360, height: 640 }
export const DESK = { width: 1280, height: 800 }
export const RECEIPT = {
  v: 1,
  kind: 'destroyed',
  issuedAtMs: 1_700_000_200_000,
  captured: { ms: 120_000, bytes: 3_840_000, segments: 2 },
  segments: [{ destroyedAtMs: 1_700_000_100_000 }, { destroyedAtMs: 1_700_000_150_000 }],
  downgrades: ['swap-on'],
  remains: [],
  claims: ['Each key was overwritten.'],
  notClaimed: ['That nobody else had a microphone in the room.'],
}

/** One browser a box: it trusts that box's certificate and nothing else. */
export async function openIn(t: Teardown, box: BrowserBox): Promise<Browser> {
  const browser = await openBrowser(box.leafCertificate)
  t.teardown(async () => {
    await browser.close()
    await box.close()
  })
  return browser
}

export interface Teardown {
  teardown(fn: () => unknown): void
}

export async function fakeBox(t: Teardown, clock?: FakeClock) {
  const services = new FakeServices()
  const person = services.addPerson(NAME, PASSPHRASE)
  person.notebook.notes.set(SESSION, sampleNote())
  const box = await browserBox({ services, ...(clock === undefined ? {} : { clock }) })
  return { box, services, person, browser: await openIn(t, box) }
}

export async function signIn(page: Page, box: BrowserBox): Promise<void> {
  await page.goto(box.url)
  await page.getByLabel('Name').fill(NAME)
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Today' }).waitFor()
}

export async function openNote(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /^Session of/ })
    .first()
    .click()
  await page.locator('.sentences').first().waitFor()
}

/** Every request went to the box, and the browser had nothing to say. */
export function heldToItself(t: Pick<Test, 'strictSame'>, box: BrowserBox, ...watched: readonly Watched[]): void {
  for (const { origins, complaints } of watched) {
    t.strictSame([...origins], [box.url], 'invariant 8: no request to another origin')
    t.strictSame(complaints, [], 'no console error, no policy violation')
  }
}
