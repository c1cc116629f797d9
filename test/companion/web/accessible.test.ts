import t from 'tap'
import { DESK, fakeBox, heldToItself, openNote, RECEIPT, SMALLEST, signIn } from '../../support/browser-pages.js'
import { watchedPage } from '../../support/chromium.js'
import { auditPage } from '../../support/page-audit.js'
import { recordingDevice, recordingSession } from '../../support/sample-live.js'
import { OTHER_SESSION, SESSION, TURNS } from '../../support/sample-note.js'

// A browser and a box on two busy cores: slow is not wrong. One file stays below the runner's 120 s.
t.setTimeout(115_000)

for (const colorScheme of ['light', 'dark'] as const) {
  t.test(`every page keeps names, contrast and width, ${colorScheme}, at 360 px and on a desk`, async t => {
    const { box, services, person, browser } = await fakeBox(t)
    person.notebook.live.set(OTHER_SESSION, TURNS)
    services.receiptFiles.set(SESSION, Buffer.from(`${JSON.stringify(RECEIPT)}\n{}\n`))
    services.device = recordingDevice(Date.now())
    services.sessions = [
      { ...recordingSession(Date.now()), problem: { code: 'X', hint: 'the microphone was unplugged' } },
    ]
    for (const viewport of [SMALLEST, DESK]) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
      const watched = await watchedPage(context)
      const { page } = watched
      const audit = async (what: string) => t.strictSame(await auditPage(page), [], `${what} at ${viewport.width} px`)
      await page.goto(box.url)
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      await audit('sign in')
      await page.getByRole('button', { name: 'Use the recovery code' }).click()
      await audit('recover')
      await signIn(page, box)
      await page.locator('ul.notes').waitFor()
      await page.getByText('Text so far').click()
      await audit('today')
      await openNote(page)
      await page.locator('#text-subjective-2').click()
      await page.locator('#open-subjective-1').click()
      await page.getByText('Of the audio nothing remains.').waitFor()
      await audit('note')
      await page.locator('#edit-subjective-1-cancel').click()
      await page.locator('#turn-s1-02 button.time').click()
      await audit('note with a chosen turn')
      await page.getByRole('link', { name: 'Proof', exact: true }).click()
      await page.locator('dl.keys').waitFor()
      await audit('proof')
      await page.goto(`${box.url}/docs`)
      await audit('docs')
      heldToItself(t, box, watched)
      await context.close()
    }
  })
}
