import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { startBox } from '../support/demo-box.js'
import { LanClient } from '../support/lan-client.js'
import { processesOf } from '../support/processes.js'
import { until } from '../support/until.js'

t.setTimeout(300_000)

t.test('invariant 10: the text stored before RAM was lost becomes a note at the next sign-in', async t => {
  const first = await startBox(t, { speed: 40 })
  const session = String((await first.box.device.gesture('press')).sessionId)
  const drop = join(first.box.state, 'drops', session)
  const texts = async () => (await readdir(drop).catch(() => [])).filter(name => name.startsWith('text-'))
  await until(async () => (await texts()).length >= 2, 'two stored texts')

  // As a power cut does it: every process at once, and all that was in RAM.
  const { run } = first.box
  await first.box.stop('SIGKILL')
  for (const { pid } of await processesOf(run)) process.kill(pid, 'SIGKILL')
  await rm(run, { recursive: true, force: true })
  const kept = await texts()
  t.notOk((await readdir(drop)).includes('draft.drop'))

  const second = await startBox(t, { speed: 40, before: first.box })
  const client = await LanClient.of(second.box.state, second.port)
  await second.box.device.gesture('hold_10s')
  const claim = {
    code: first.box.claimCode,
    name: 'Dr Example',
    credentials: '',
    passphrase: 'quiet-river-under-a-bridge',
  }
  await until(async () => {
    const claimed = await client.ask('POST', '/api/v1/claim', claim)
    if (claimed.status === 200) client.csrfToken = claimed.json.me.csrfToken
    return claimed.status === 200
  }, 'the claim')
  await until(async () => (await client.ask('GET', '/api/v1/notes?offset=0&limit=10')).json.total === 1, 'the note')
  const note = (await client.ask('GET', `/api/v1/notes/${session}`)).json
  const segments = new Set(note.transcript.map((turn: { id: string }) => turn.id.split('-')[0]))
  t.equal(segments.size, kept.length, 'every stored text is in the note')
  t.ok(note.draft.sections.some((section: { sentences: unknown[] }) => section.sentences.length > 0))
  t.match(
    await client.ask('GET', `/api/v1/receipts/${session}`),
    { status: 404 },
    'no receipt: nothing was seen to end',
  )
  t.notMatch(await readFile(join(second.box.state, 'companion.log'), 'utf8'), /step_failed/)
})
