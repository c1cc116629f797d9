import t from 'tap'
import { DESK, fakeBox, heldToItself, NAME, openNote, PHONE, signIn } from '../../support/browser-pages.js'
import { watchedPage } from '../../support/chromium.js'
import { FakeClock, PASSPHRASE } from '../../support/lan-app.js'
import { SESSION } from '../../support/sample-note.js'

// A browser and a box on two busy cores: slow is not wrong. One file stays below the runner's 120 s.
t.setTimeout(115_000)

t.test('a conflict keeps what was typed and shows the newest note', async t => {
  const { box, person, browser } = await fakeBox(t)
  const context = await browser.newContext({ viewport: DESK })
  const [one, two] = [await watchedPage(context), await watchedPage(context)]
  await signIn(one.page, box)
  await openNote(one.page)
  await two.page.goto(`${box.url}/#/note/${SESSION}`)
  await two.page.locator('.sentences').first().waitFor()
  await one.page.locator('#open-subjective-1').click()
  await one.page.locator('#edit-subjective-1').fill('My long and careful sentence.')
  await two.page.locator('#consent-given').click()
  await two.page.locator('#consent strong', { hasText: 'Given' }).waitFor()
  await one.page.locator('#edit-subjective-1-save').click()
  await one.page.getByText('This note was changed in another window').waitFor()
  t.equal(await one.page.locator('#edit-subjective-1').inputValue(), 'My long and careful sentence.')
  t.match(await one.page.locator('#consent').textContent(), 'Given', 'the other change is shown')
  await two.page.locator('#remove-subjective-1').click()
  await two.page.locator('#sentence-subjective-1').waitFor({ state: 'detached' })
  await one.page.locator('#edit-subjective-1-save').click()
  await one.page.getByText('was removed in another window').waitFor()
  t.equal(await one.page.locator('#orphan-subjective-0').inputValue(), 'My long and careful sentence.')
  await one.page.locator('#orphan-subjective-0-save').click()
  await one.page.getByText('was removed in another window').waitFor({ state: 'detached' })
  t.match(JSON.stringify(person.notebook.notes.get(SESSION)), 'My long and careful sentence.')
  heldToItself(t, box, one, two)
})

t.test('when a sign-in ends the note leaves the page, what was typed stays in memory only', async t => {
  const clock = new FakeClock()
  const { box, services, browser } = await fakeBox(t, clock)
  const watched = await watchedPage(await browser.newContext({ viewport: PHONE }))
  const { page } = watched
  await signIn(page, box)
  await openNote(page)
  await page.locator('#add-plan-open').click()
  await page.locator('#add-plan').fill('Half a sentence')
  clock.nowMs += 10 * 60_000
  await page.getByText('Your sign-in has ended').waitFor()
  t.ok(services.unlocked[0]?.locked)
  const shown = await page.content()
  for (const word of ['tight chest', 'sleeping through', 'Half a sentence']) t.notMatch(shown, word)
  const stored = await page.evaluate('JSON.stringify([localStorage.length, sessionStorage.length, document.cookie])')
  t.equal(stored, '[0,0,""]', 'nothing is stored in the browser, and scripts see no cookie')
  t.equal(await page.getByLabel('Name').inputValue(), NAME)
  await page.getByLabel('Passphrase', { exact: true }).fill('wrong')
  await page.keyboard.press('Enter')
  await page.getByText('Name or passphrase is not right.').waitFor()
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await page.locator('#add-plan').waitFor()
  t.equal(await page.locator('#add-plan').inputValue(), 'Half a sentence')

  services.addPerson('Dr Other', PASSPHRASE)
  await page.locator('#sign-out').click()
  await page.getByLabel('Name').fill('Dr Other')
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await page.getByText('There is no note of this session in your chart.').waitFor()
  t.notMatch(await page.content(), 'Half a sentence', "another clinician sees nothing of the first one's words")
  heldToItself(t, box, watched)
})
