import { existsSync } from 'node:fs'
import t from 'tap'
import type { SegmentText } from '../../../companion/transcriber/messages.js'
import { TranscriberProcess } from '../../../companion/transcriber/transcriber-process.js'
import type { Turn } from '../../../device/contracts/turn.js'
import { cutSamples, demoCuts, demoManifest, demoSession, demoText } from '../../support/demo-speech.js'
import { SealedSpool } from '../../support/sealed-spool.js'
import { wordErrors } from '../../support/word-errors.js'

t.test('the demo session, sealed in segments of about fifty seconds, as a device leaves it', async t => {
  const spool = new SealedSpool(t.testdir())
  const samples = demoSession()
  const cuts = demoCuts(50)
  for (const [index, cut] of cuts.entries()) spool.put(index + 1, cutSamples(samples, cut), { startMs: cut.startMs })
  const transcriber = new TranscriberProcess({ runDirectory: spool.runDirectory })
  t.teardown(() => transcriber.stop())
  await transcriber.start(spool.begin())
  const texts: SegmentText[] = []
  for (const index of cuts.keys()) texts.push(await transcriber.transcribe(index + 1, false))
  const documents = texts.map(text => spool.openAsClinician(text))
  const turns: readonly Turn[] = documents.flatMap(document => document.turns)

  await t.test('has at most 10.4 % word errors: five points more than the model report states', async t => {
    const { errors, words, rate } = wordErrors(demoText, turns.map(turn => turn.text).join(' '))
    t.comment(`${errors} of ${words} words, ${(100 * rate).toFixed(1)} %`)
    t.ok(rate <= 0.104)
  })
  await t.test('has its turns at their times, within 0.3 s', async t => {
    const nearest = (edge: 'start' | 'end', at: number): number =>
      Math.min(...turns.map(turn => Math.abs(turn[edge] - at)))
    for (const { start, end } of demoManifest.session.turns) {
      t.ok(nearest('start', start) <= 0.3, `start at ${start} s`)
      t.ok(nearest('end', end) <= 0.3, `end at ${end} s`)
    }
    for (const [at, turn] of turns.entries()) {
      t.ok(turn.end >= turn.start && turn.start >= (turns[at - 1]?.start ?? 0), `${turn.id} in order`)
    }
  })
  await t.test('has stable names, confidences and uncertain words that exist', async t => {
    for (const [index, document] of documents.entries()) {
      t.match(document, { version: 1, segment: index + 1, startMs: cuts[index]?.startMs })
      t.strictSame(document.measures, texts[index]?.measures)
      t.equal(document.turns[0]?.id, `s${index + 1}-01`)
    }
    t.equal(new Set(turns.map(turn => turn.id)).size, turns.length)
    for (const turn of turns) {
      t.ok(turn.text === turn.text.trim() && turn.text !== '')
      t.ok((turn.confidence ?? 0) > 0 && (turn.confidence ?? 2) <= 1)
      t.ok((turn.uncertainWords ?? []).every(word => word < turn.text.split(/\s+/).length))
    }
  })
  await t.test('invariant 11: every second captured is transcribed or silent, within 1 %', async t => {
    for (const { measures } of texts) {
      const { capturedMs, transcribedMs, silenceMs } = measures
      t.ok(Math.abs(capturedMs - transcribedMs - silenceMs) <= capturedMs * 0.01)
      t.ok(transcribedMs > 0.5 * capturedMs && silenceMs > 0)
    }
    const captured = texts.reduce((sum, { measures }) => sum + measures.capturedMs, 0)
    t.ok(Math.abs(captured - samples.length / 16) <= cuts.length)
  })
  await t.test('is the same document for the clinician and under the text key', async t => {
    for (const [index, text] of texts.entries()) t.strictSame(spool.openUnderTextKey(text), documents[index])
  })
  await t.test('crosses to this process sealed: no word of it is in any message', async t => {
    for (const text of texts) {
      const crossed = Buffer.concat([text.sealedToClinician, text.sealedUnderTextKey]).toString('latin1')
      const rest = JSON.stringify({ ...text, sealedToClinician: null, sealedUnderTextKey: null })
      for (const turn of turns) t.notOk(crossed.includes(turn.text) || rest.includes(turn.text))
      t.notMatch(rest, /morning|anxiety|breathing/i)
    }
    t.equal(transcriber.stderrBytes, 0, 'nor is anything written to stderr')
  })
  await t.test('is read only: the spool is as it was', async t => {
    for (const index of cuts.keys())
      t.ok(existsSync(spool.file(index + 1, 'sealed')) && existsSync(spool.file(index + 1, 'key')))
  })
})
