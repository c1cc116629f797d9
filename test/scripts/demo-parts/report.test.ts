import t from 'tap'
import type { NoteDraft } from '../../../companion/drafting/note-draft.js'
import { type DemoReport, draftText, percentile, problemsOf } from '../../../scripts/demo-parts/report.js'

const note: NoteDraft = {
  version: 1,
  format: 'SOAP',
  drafter: 'extractive',
  risk: [{ topic: 'self-harm', status: 'not_discussed', evidence: [] }],
  sections: [
    {
      key: 'subjective',
      title: 'Subjective',
      sentences: [
        { id: 'subjective-1', text: 'Reported a hard week.', source: 'evidenced', evidence: ['s1-04'] },
        { id: 'subjective-2', text: 'Nine of ten.', source: 'unsupported', evidence: [] },
      ],
    },
    { key: 'plan', title: 'Plan', sentences: [], blank: 'none agreed' },
  ],
  offTheRecord: [],
  speakersUncertain: true,
}

const good: DemoReport = {
  audioSeconds: 60,
  capturedSeconds: 60,
  transcribedSeconds: 40,
  silenceSeconds: 20,
  coverage: 1,
  segments: 1,
  segmentsDestroyed: 1,
  keysLeft: 0,
  spoolBytesLeft: 0,
  words: 90,
  stopToDraftMs: 900,
  oldestAudioAgeP95Ms: 60_000,
  note,
  receiptFile: '/x.receipt',
  receiptVerified: true,
  transcript: [],
}

t.test('the exit status is truthful: whatever went wrong is a problem', async t => {
  t.strictSame(problemsOf(good), [])
  const bad: Partial<DemoReport>[] = [
    { coverage: 0.989 },
    { capturedSeconds: 0, coverage: 0 },
    { segmentsDestroyed: 0 },
    { keysLeft: 1 },
    { spoolBytesLeft: 1 },
    { words: 0 },
    { note: null },
    { receiptVerified: false },
  ]
  for (const change of bad) t.equal(problemsOf({ ...good, ...change }).length, 1, JSON.stringify(change))
})

t.test('the printed draft shows evidence, what is unsupported, what is blank, and that it is a draft', async t => {
  const text = draftText(note)
  t.match(text, /^DRAFT/)
  t.match(text, /Reported a hard week\. {2}\[s1-04\]/)
  t.match(text, /\[unsupported\] Nine of ten\./)
  t.match(text, /\(none agreed\)/)
  t.match(text, /self harm: not discussed/)
  t.match(text, /one microphone cannot tell/)
})

t.test('a percentile is one of the samples, and nought for none', async t => {
  t.equal(percentile([], 0.95), 0)
  t.equal(percentile([7], 0.95), 7)
  t.equal(percentile([3, 1, 2], 0.5), 2)
})
