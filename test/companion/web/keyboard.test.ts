import t from 'tap'
import { DESK, fakeBox, heldToItself, NAME } from '../../support/browser-pages.js'
import { watchedPage } from '../../support/chromium.js'
import { PASSPHRASE } from '../../support/lan-app.js'
import { SESSION } from '../../support/sample-note.js'

// A browser and a box on two busy cores: slow is not wrong. One file stays below the runner's 120 s.
t.setTimeout(115_000)

/** Whether an element is inside the window and inside the pane that scrolls it; a string: the test knows no DOM. */
const IN_SIGHT = new Function(
  'element',
  `const pane = element.closest('.transcript').getBoundingClientRect(); const own = element.getBoundingClientRect()
   return own.top >= Math.max(0, pane.top) - 1 && own.bottom <= Math.min(innerHeight, pane.bottom) + 1`,
) as (element: unknown) => boolean

t.test('with the keyboard alone: sign in, choose a sentence, edit it, and see where one is', async t => {
  const { box, person, browser } = await fakeBox(t)
  const watched = await watchedPage(await browser.newContext({ viewport: DESK }))
  const { page } = watched
  const focused = () =>
    page.evaluate('document.activeElement.id || document.activeElement.textContent') as Promise<string>
  const tabTo = async (wanted: RegExp) => {
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press('Tab')
      const here = await focused()
      if (!wanted.test(here)) continue
      const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')
      t.equal(outline, 'solid', `the focus is seen on ${here}`)
      return
    }
    throw new Error(`no way by Tab to ${wanted}`)
  }
  await page.goto(box.url)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.type(NAME)
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSPHRASE)
  await page.keyboard.press('Enter')
  await page.locator('ul.notes').waitFor()
  await tabTo(/^Session of/)
  await page.keyboard.press('Enter')
  await page.locator('.sentences').first().waitFor()
  await tabTo(/^text-subjective-2$/)
  await page.keyboard.press('Enter')
  t.strictSame(await page.locator('.turns .marked').evaluateAll(turns => turns.map(turn => turn.id)), [
    'turn-s1-05',
    'turn-s1-06',
  ])
  t.equal(await page.locator('#turn-s1-05').evaluate(IN_SIGHT), true, 'its evidence is in sight')
  await page.keyboard.press('Escape')
  t.equal(await page.locator('.turns .marked').count(), 0)
  await tabTo(/^open-subjective-2$/)
  await page.keyboard.press('Enter')
  t.equal(await focused(), 'edit-subjective-2', 'the editor has the focus')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('Typed without a mouse.')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Typed without a mouse.').waitFor()
  t.equal(await focused(), 'text-subjective-2', 'and gives it back to the sentence')
  t.match(JSON.stringify(person.notebook.notes.get(SESSION)), 'Typed without a mouse.')
  await page.keyboard.press('Tab')
  await tabTo(/^open-subjective-3$/)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  t.equal(await page.locator('textarea').count(), 0, 'Escape cancels')
  heldToItself(t, box, watched)
})
