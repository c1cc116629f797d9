import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { problemsOf } from '../../scripts/demo-parts/report.js'
import { runSession } from '../../scripts/demo-parts/run-session.js'
import { DEMO_WAV, startBox } from '../support/demo-box.js'
import { countHits, filesWithAudio, memoryHits, needlesOf } from '../support/pcm-hunt.js'
import { pidsOf } from '../support/processes.js'
import { root } from '../support/root.js'
import { wordErrors } from '../support/word-errors.js'

t.setTimeout(300_000)

const quiet = { onState: () => {}, onTurn: () => {}, onPhase: () => {} }

t.test('from the press to the note, on real audio, through the real bindings', async t => {
  const pcm = (await readFile(DEMO_WAV)).subarray(44)
  const needles = needlesOf(pcm)
  t.equal(countHits(pcm, needles), needles.size, 'the hunt finds what is there')
  const { box, restarts } = await startBox(t, { speed: 40 })
  const report = await runSession(box, { audioSeconds: 233.27, untilStop: null, patienceMs: 120_000 }, quiet)

  t.strictSame(problemsOf(report), [], 'nothing went wrong')
  t.strictSame(restarts, [], 'no program died')
  t.ok(report.coverage >= 0.99 && report.coverage <= 1.001, `coverage ${report.coverage}`)
  t.ok(Math.abs(report.capturedSeconds - 233.27) < 0.2, `captured ${report.capturedSeconds} s`)
  t.equal(report.segmentsDestroyed, report.segments)
  t.equal(report.keysLeft, 0)
  t.equal(report.spoolBytesLeft, 0)

  const manifest = JSON.parse(await readFile(join(root, 'models/demo/manifest.json'), 'utf8')) as {
    session: { turns: { text: string }[] }
  }
  const { rate } = wordErrors(
    manifest.session.turns.map(turn => turn.text).join(' '),
    report.transcript.map(turn => turn.text).join(' '),
  )
  t.comment(`word error rate ${(rate * 100).toFixed(1)} %`)
  t.ok(rate <= 0.104, 'within five points of the model report (5.4 %)')

  const ids = new Set(report.transcript.map(turn => turn.id))
  for (const sentence of report.note?.sections.flatMap(section => section.sentences) ?? []) {
    if (sentence.source === 'evidenced')
      t.ok(sentence.evidence.length > 0, 'invariant 6: evidence behind each sentence')
    for (const id of sentence.evidence) t.ok(ids.has(id), `invariant 6: ${id} exists`)
  }

  await t.test('invariant 1: nothing of the audio is on the disk', async t => {
    t.ok(needles.size > 500)
    t.strictSame(await filesWithAudio(box.state, needles), [])
  })
  await t.test('invariant 2: nothing of the audio is left in RAM files', async t => {
    t.strictSame(await filesWithAudio(box.run, needles), [])
    t.strictSame(
      (await readdir(box.run, { recursive: true })).filter(name => /\.(seg|key)$/.test(name)),
      [],
    )
  })
  await t.test('invariant 3: no process left holds audio, and the workers are gone', async t => {
    for (const role of ['capture', 'transcriber', 'drafter'] as const)
      t.strictSame(await pidsOf(box.run, role), [], role)
    for (const program of ['device', 'companion'] as const) {
      const pid = box.pid(program)
      t.equal(await memoryHits(pid ?? 0, needles), 0, program)
    }
  })
  await t.test('no word that was said is in a log', async t => {
    for (const program of ['device', 'companion']) {
      const log = await readFile(join(box.state, `${program}.log`), 'utf8')
      t.ok(log.length > 0)
      t.notMatch(log, /presentation|bathroom|breathing|argument|thought record/i)
    }
  })
})
