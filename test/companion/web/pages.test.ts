import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { prepareClaim } from '../../../companion/vault/claim.js'
import { openVault } from '../../../companion/vault/vault.js'
import { browserBox } from '../../support/browser-box.js'
import { heldToItself, NAME, openIn, openNote, PHONE, RECEIPT } from '../../support/browser-pages.js'
import { openBrowser, watchedPage } from '../../support/chromium.js'
import { PASSPHRASE } from '../../support/lan-app.js'
import { CHEAP, finishedRecord, sealed, sessionNumber, someDraft, turnsOf } from '../../support/stored-things.js'

// A browser and a box on two busy cores: slow is not wrong. One file stays below the runner's 120 s.
t.setTimeout(115_000)

const TOPICS = ['suicidal-ideation', 'self-harm', 'harm-to-others', 'abuse-or-neglect']

t.test(
  'the whole way with the real vault: claim, note, evidence, edit, consent, risk, sign, addendum, receipt',
  async t => {
    const state = await mkdtemp(join(tmpdir(), 'earshot-pages-'))
    t.teardown(() => rm(state, { recursive: true, force: true }))
    const code = await prepareClaim(state, { cost: CHEAP })
    const vault = await openVault({ stateDirectory: state, record: async () => undefined, cost: CHEAP })
    const session = sessionNumber(1)
    const { clinicianId, publicKey } = vault.accounts.defaultRecipient()
    await vault.drops.write(finishedRecord(session, clinicianId, Date.now() - 3_600_000))
    for (const segment of [1, 2]) await vault.drops.putText(session, segment, sealed(turnsOf(segment), publicKey))
    await vault.drops.putDraft(session, sealed(someDraft(), publicKey))
    const box = await browserBox({ accounts: vault.accounts })
    const { services } = box
    services.receiptFiles.set(session, Buffer.from(`${JSON.stringify(RECEIPT)}\n{}\n`))
    const browser = await openIn(t, box)
    const context = await browser.newContext({ viewport: PHONE, acceptDownloads: true })
    const watched = await watchedPage(context)
    const { page } = watched

    await page.goto(box.url)
    await page.getByText('The pairing window is closed').waitFor()
    await page.getByLabel('Claim code').fill(code)
    await page.getByLabel('Your name').fill(NAME)
    await page.getByLabel('Credentials').fill('PsyD')
    await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
    await page.getByLabel('Passphrase again', { exact: true }).fill(PASSPHRASE)
    await page.getByRole('button', { name: 'Claim this box' }).click()
    await page.getByText('Hold the button on the box for ten seconds, then claim within two minutes').waitFor()
    services.device = { ...services.device!, pairingUntilMs: Date.now() + 120_000 }
    await page.getByText('The pairing window is open').waitFor()
    await page.getByRole('button', { name: 'Claim this box' }).click()
    await page.locator('.recovery-code').waitFor()
    t.match(await page.locator('.recovery-code').textContent(), /^[\w-]{16,}$/)
    t.equal(await page.getByRole('button', { name: 'Go on' }).isDisabled(), true)
    await page.getByLabel('I have printed it').check()
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('heading', { name: 'Today' }).waitFor()

    await openNote(page)
    t.match(await page.locator('.banner').textContent(), /^DRAFT Made by a program, not signed/)
    await page.locator('#text-subjective-1').click()
    t.match(await page.locator('#sentence-subjective-1 .evidence').textContent(), 'I slept badly this week.')
    t.equal(await page.locator('#turn-s1-02').evaluate(turn => turn.className), 'marked', 'the turn is marked')
    await page.locator('#turn-s1-02 button.time').click()
    t.match(await page.locator('#turn-s1-02 .resting').textContent(), /Subjective: Slept badly this week/)
    t.equal(await page.locator('.sentence.marked').count(), 2, 'both sentences that rest on the turn')

    await page.locator('#open-subjective-1').click()
    await page.locator('#edit-subjective-1').fill('The client slept badly this week.')
    await page.locator('#edit-subjective-1-save').click()
    await page.getByText('Yours, beside 1 turn').waitFor()
    await page.locator('#add-plan-open').click()
    await page.locator('#add-plan').fill('We meet again in a week.')
    await page.locator('#add-plan-save').click()
    await page.getByText('We meet again in a week.').waitFor()
    await page.locator('#confirm-subjective-2').click()
    t.equal(await page.locator('#attested').count(), 0, 'no signing while something is open')
    // Faster than the box stores them: taps are no conflict with the taps before them.
    for (const topic of TOPICS) await page.locator(`#risk-${topic}-not_discussed`).click()
    for (const topic of TOPICS) await page.locator(`#risk-${topic}.answered`).waitFor()
    await page.locator('#consent-method').selectOption('paper')
    await page.locator('#consent-given').click()
    await page.locator('#consent strong', { hasText: 'Given' }).waitFor()
    t.equal(await page.locator('#sign input[type=text]').inputValue(), 'PsyD')
    await page.locator('#sign-now').click()
    t.equal(await page.locator('.signature').count(), 0, 'not without the attestation')
    await page.locator('#attested').check()
    await page.locator('#sign-now').click()
    await page.locator('.signature').waitFor()
    t.match(await page.locator('.signature').textContent(), /^Dr Example, PsyD, /)
    t.equal(
      await page.locator('.sentences button:not(.text, .time)').count(),
      0,
      'invariant 7: nothing to edit any more',
    )

    await page.locator('#addendum-reason').fill('Correction')
    await page.locator('#addendum-text').fill('It was four nights.')
    await page.locator('#addendum-save').click()
    await page.locator('.addenda').waitFor()
    t.match(await page.locator('.addenda').textContent(), /Dr Example.*Reason: Correction.*It was four nights\./)
    await page.getByText('Of the audio nothing remains.').waitFor()
    await page.getByText('Missing while this was done: the kernel may write memory pages to a disk.').waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#receipt-file').click()])
    t.equal(download.suggestedFilename(), `earshot-${session}.receipt`)
    t.strictSame(await readFile(await download.path()), Buffer.from(services.receiptFiles.get(session) ?? []))

    t.notMatch(`${await page.title()} ${page.url()}`, /Example|slept|PsyD/i, 'no name and no word in title or address')
    await page.getByRole('link', { name: 'Today' }).click()
    await page.locator('.badge.signed').waitFor()
    await page.getByRole('link', { name: 'Proof' }).click()
    await page.getByText('What this box cannot promise').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    t.strictSame(await context.cookies(), [], 'the cookie is gone')
    heldToItself(t, box, watched)
    const files = await filesUnder(state)
    t.ok(files.length > 3)
    for (const { path, bytes } of files) t.notOk(bytes.includes('slept badly'), `no word of the note in ${path}`)
  },
)

t.test('a browser that does not know the root refuses the box', async t => {
  const box = await browserBox()
  const browser = await openBrowser(null)
  t.teardown(async () => {
    await browser.close()
    await box.close()
  })
  const page = await (await browser.newContext()).newPage()
  await t.rejects(page.goto(box.url), /ERR_CERT_AUTHORITY_INVALID/)
})

async function filesUnder(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return await Promise.all(
    entries
      .filter(entry => entry.isFile())
      .map(async entry => {
        const path = join(entry.parentPath, entry.name)
        return { path, bytes: await readFile(path) }
      }),
  )
}
