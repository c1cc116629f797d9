import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { verifyReceipt } from '../../device/contracts/receipt.js'
import { runSession } from '../../scripts/demo-parts/run-session.js'
import { waitForBox } from '../../scripts/demo-parts/wait-for-box.js'
import { startBox } from '../support/demo-box.js'
import { LanClient } from '../support/lan-client.js'
import { until } from '../support/until.js'

t.setTimeout(300_000)

const PASSPHRASE = 'quiet-river-under-the-bridge'
const quiet = { onState: () => {}, onTurn: () => {}, onPhase: () => {} }

t.test('a session recorded before the claim is its claimant’s to read, sign and amend', async t => {
  const { box, port, restarts } = await startBox(t, { speed: 60 })
  const report = await runSession(box, { audioSeconds: 233.27, untilStop: null, patienceMs: 200_000 }, quiet)
  const client = await LanClient.of(box.state, port)
  const claim = { code: box.claimCode, name: 'Dr Example', credentials: 'LCSW', passphrase: PASSPHRASE }

  await t.test('before the claim the box shows nothing', async t => {
    for (const path of ['/api/v1/notes', '/api/v1/live', '/api/v1/proof']) {
      t.match(await client.ask('GET', path), { status: 403, json: { code: 'CLAIM_REQUIRED' } }, path)
    }
    t.match(await client.ask('POST', '/api/v1/claim', claim), { json: { code: 'CLAIM_NEEDS_PRESS' } })
  })

  await box.device.gesture('hold_10s')
  await until(async () => (await client.ask('GET', '/api/v1/box')).status === 200)
  let claimed = await client.ask('POST', '/api/v1/claim', claim)
  await until(async () => {
    // The companion hears of the open window from the device a moment later.
    if (claimed.json?.code === 'CLAIM_NEEDS_PRESS') claimed = await client.ask('POST', '/api/v1/claim', claim)
    return claimed.status === 200
  }, 'the claim')
  client.csrfToken = claimed.json.me.csrfToken
  t.match(claimed.json, { recoveryCode: /^[A-Z0-9-]{20,}$/i })
  t.match(await client.ask('POST', '/api/v1/claim', claim), { json: { code: 'CLAIM_ALREADY_DONE' } }, 'once only')

  const list = await client.ask('GET', '/api/v1/notes?offset=0&limit=10')
  t.equal(list.json.total, 1)
  const id = list.json.notes[0].sessionId as string
  let note = (await client.ask('GET', `/api/v1/notes/${id}`)).json
  t.strictSame(note.transcript.length, report.transcript.length)

  const change = async (what: object) => {
    const answer = await client.ask('POST', `/api/v1/notes/${id}/changes`, { revision: note.revision, change: what })
    if (answer.status === 200) note = answer.json
    return answer
  }
  await t.test('invariant 7: nothing is signed before everything is dealt with', async t => {
    t.match(await change({ kind: 'sign', credentials: 'LCSW', attested: true }), { json: { code: 'NOTE_UNRESOLVED' } })
    t.match(await change({ kind: 'consent', state: 'given', method: 'verbal' }), { status: 200 })
    for (const topic of ['suicidal-ideation', 'self-harm', 'harm-to-others', 'abuse-or-neglect']) {
      await change({ kind: 'answer-risk', topic, answer: 'not_discussed' })
    }
    for (const section of note.sections) {
      for (const sentence of section.sentences) {
        if (sentence.source !== 'unsupported') continue
        await change({ kind: 'confirm-sentence', sectionKey: section.key, sentenceId: sentence.id })
      }
    }
    await change({ kind: 'add-sentence', sectionKey: note.sections[0].key, text: 'Reviewed the week.' })
    t.match(await change({ kind: 'sign', credentials: 'LCSW', attested: true }), { status: 200 })
    t.equal(note.status, 'signed')
    t.match(await change({ kind: 'add-sentence', sectionKey: 'plan', text: 'x' }), {
      json: { code: 'NOTE_ALREADY_SIGNED' },
    })
    t.match(await change({ kind: 'addendum', reason: 'correction', text: 'The date was Thursday.' }), { status: 200 })
  })

  await t.test('invariant 9: the receipt over the LAN verifies with the key on the box', async t => {
    const receipt = await client.ask('GET', `/api/v1/receipts/${id}`)
    const key = (await readFile(join(box.state, 'identity', 'box.pub'), 'utf8')).trim()
    t.match(verifyReceipt(receipt.body, Buffer.from(key, 'hex')), { ok: true })
    const ledger = await readFile(join(box.state, 'ledger', 'ledger.log'), 'utf8')
    for (const type of ['note_signed', 'note_addendum', 'consent', 'receipt_issued', 'sign_in']) {
      t.ok(ledger.includes(`"type":"${type}"`), type)
    }
    t.notMatch(ledger, /Example|LCSW|thought record|Thursday/i, 'free of names and of health information')
  })

  await t.test('invariant 10: the signed note is there after the companion was killed', async t => {
    process.kill(box.pid('companion') ?? 0, 'SIGKILL')
    await until(() => restarts.includes('companion'))
    await waitForBox(box, port)
    t.match(await client.ask('GET', `/api/v1/notes/${id}`), { status: 401 }, 'a restart locks every vault')
    const wrong = await client.ask('POST', '/api/v1/sign-in', { name: 'Dr Example', passphrase: 'not-the-passphrase' })
    t.match(wrong, { status: 401, json: { code: 'SIGN_IN_FAILED' } })
    const signedIn = await client.ask('POST', '/api/v1/sign-in', { name: 'Dr Example', passphrase: PASSPHRASE })
    t.equal(signedIn.status, 200)
    t.match((await client.ask('GET', `/api/v1/notes/${id}`)).json, {
      status: 'signed',
      addenda: [{ reason: 'correction' }],
    })
  })

  await t.test('invariant 5: no word and no name of the session is readable on the disk', async t => {
    for (const file of await readdir(box.state, { recursive: true })) {
      const bytes = await readFile(join(box.state, file)).catch(() => null)
      if (bytes === null) continue
      t.notMatch(
        bytes.toString('latin1'),
        /thought record|bathroom|Reviewed the week|two beers/i,
        file.replaceAll(id, 'ID'),
      )
    }
  })
})

t.test('two sessions in a row: the second is recorded while the first is drafted', async t => {
  const { box } = await startBox(t, { speed: 60 })
  const plan = { audioSeconds: 233.27, untilStop: null, patienceMs: 200_000 }
  await box.device.gesture('press')
  await until(async () => (await box.device.state()).microphone.sourceEnded, 'the end of the file')
  const first = (await box.device.gesture('press')).sessions[0]?.sessionId
  const report = await runSession(box, plan, quiet)
  t.ok(report.receiptVerified && report.coverage >= 0.99)
  await until(async () => (await box.device.state()).sessions.length === 0, 'both sessions done')
  t.equal((await readdir(join(box.state, 'receipts'))).filter(name => name.endsWith('.receipt')).length, 2)
  t.ok((await readdir(join(box.state, 'receipts'))).includes(`${first}.receipt`))
})

t.test('a hold of three seconds destroys the session and leaves only a receipt', async t => {
  const { box } = await startBox(t, { speed: 60 })
  const started = await box.device.gesture('press')
  const session = started.sessionId
  await until(async () => (await box.device.state()).spool.keys > 0)
  await until(
    async () => (await readdir(join(box.state, 'drops', String(session))).catch(() => [])).length > 1,
    'some text',
  )
  await box.device.gesture('hold_3s')
  const file = join(box.state, 'receipts', `${session}.receipt`)
  await until(async () => (await readFile(file).catch(() => null)) !== null, 'the receipt')
  t.match(verifyReceipt(await readFile(file)), { ok: true, payload: { kind: 'discarded' } })
  await until(async () => !(await readdir(join(box.state, 'drops'))).includes(String(session)), 'the text is gone')
  t.strictSame(
    (await readdir(box.run, { recursive: true })).filter(name => /\.(seg|key|text)$/.test(name)),
    [],
  )
})
