import t from 'tap'
import { fakeBox, heldToItself, PHONE, signIn } from '../../support/browser-pages.js'
import { watchedPage } from '../../support/chromium.js'
import { recordingDevice, recordingSession } from '../../support/sample-live.js'
import { OTHER_SESSION, SESSION, sampleNote, TURNS } from '../../support/sample-note.js'

// A browser and a box on two busy cores: slow is not wrong. One file stays below the runner's 120 s.
t.setTimeout(115_000)

t.test(
  'Today: the light in shape and words, the session live, the buttons of its phase, discard only when sure',
  async t => {
    const { box, services, person, browser } = await fakeBox(t)
    person.notebook.live.set(OTHER_SESSION, TURNS.slice(0, 2))
    const watched = await watchedPage(await browser.newContext({ viewport: PHONE }))
    const { page } = watched
    await signIn(page, box)
    await page.getByText('nothing is going on and no microphone is open').waitFor()
    t.equal(await page.locator('#stop').isVisible(), false)
    t.match(await page.locator('.downgrades').textContent(), 'the kernel may write memory pages to a disk')
    await page.locator('#start').click()
    const startedAtMs = Date.now() - 750_000
    services.device = recordingDevice(startedAtMs)
    services.sessions = [recordingSession(startedAtMs)]
    services.announce()
    await page.getByText('Light is on: a microphone is open').waitFor()
    t.equal(await page.locator('.led svg circle.fill').count(), 1, 'a full disc')
    const card = page.locator('.card')
    t.match(
      await card.textContent(),
      /Elapsed12 min 30 s, 30 s off the record.*Coverage99\.9 %.*destroyed11 of 13.*held1 min 24 s/,
    )
    t.equal(await page.locator('#start').isVisible(), false)
    await page.getByText('Text so far').click()
    await page.getByText('I slept through on four nights').waitFor()
    await page.locator('#pause').click()
    services.device = { ...services.device, phase: 'paused', led: { pattern: 'slow-blink', reason: 'paused' } }
    services.announce()
    await page.getByText('off the record: the microphone is closed').waitFor()
    t.equal(await page.locator('.led svg rect').count(), 2, 'two bars')
    await page.locator('#resume').waitFor()
    await page.locator('#stop').click()
    await page.getByRole('button', { name: 'Discard …' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    t.strictSame(services.discarded, [])
    await page.getByRole('button', { name: 'Discard …' }).click()
    await page.getByRole('button', { name: 'Destroy everything' }).click()
    await card.waitFor({ state: 'detached' })
    t.strictSame(services.discarded, [OTHER_SESSION])
    t.strictSame(services.gestures, ['press', 'double_press', 'press'])
    const other = { ...sampleNote(Date.now() - 86_400_000), sessionId: OTHER_SESSION }
    person.notebook.notes.set(OTHER_SESSION, other)
    services.sessions = [{ ...recordingSession(other.startedAtMs), phase: 'ready' }]
    services.announce()
    await page.locator('ul.notes li').nth(1).waitFor()
    const links = await page.locator('ul.notes a').evaluateAll(all => all.map(link => link.getAttribute('href')))
    t.strictSame(links, [`#/note/${OTHER_SESSION}`, `#/note/${SESSION}`], 'the oldest unsigned note is first')
    services.device = null
    services.announce()
    await page.getByText('The recorder does not answer').waitFor()
    heldToItself(t, box, watched)
  },
)
