import t from 'tap'
import { SENTENCE_SOURCES } from '../../../companion/drafting/note-draft.js'
import { unresolved } from '../../../companion/vault/note-rules.js'
import { openQuestion, phaseWords, sourceWords } from '../../../companion/web/words.js'
import { PHASES } from '../../../device/contracts/session-machine.js'
import { sampleNote } from '../../support/sample-note.js'

t.test("every open question that the vault's rules can name has words and a place on the page", async t => {
  const note = { ...sampleNote(), coverage: 0.5 }
  const declined = { ...note, consent: { ...note.consent, state: 'declined' as const } }
  const empty = { ...note, sections: [] }
  const codes = new Set([note, declined, empty].flatMap(unresolved))
  t.strictSame([...new Set([...codes].map(code => code.split(':')[0]))].sort(), [
    'consent',
    'consent-declined',
    'coverage',
    'empty',
    'risk',
    'unsupported',
  ])
  for (const code of codes) t.not(openQuestion(code, note).words, code, code)
  t.strictSame(openQuestion('unsupported:subjective-3', note), {
    words: 'Subjective: a sentence is not supported',
    anchor: 'sentence-subjective-3',
  })
  t.strictSame(
    openQuestion('new-code', note),
    { words: 'new-code', anchor: 'sections' },
    'what is new is shown as it is',
  )
})

t.test('every phase has words, every source says where a sentence comes from', async t => {
  for (const phase of PHASES) t.not(phaseWords(phase), phase)
  const words = SENTENCE_SOURCES.map(source => sourceWords({ id: 'x', text: 'x', source, evidence: ['s1-01'] }))
  t.equal(new Set(words).size, SENTENCE_SOURCES.length)
})
