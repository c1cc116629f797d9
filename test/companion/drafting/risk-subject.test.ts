import t from 'tap'
import { whoIsMeant } from '../../../companion/drafting/risk-subject.js'

const meant = (text: string, words: string) => whoIsMeant(text, text.indexOf(words))

t.test('who is meant is whoever the words are about', async t => {
  t.equal(meant('I want to die', 'want to die'), 'client')
  t.equal(meant('I might kill myself', 'kill myself'), 'client')
  t.equal(meant('he wants to die', 'wants to die'), 'other')
  t.equal(meant('my sister cut herself', 'cut herself'), 'other')
  t.equal(meant('he hits me', 'hits me'), 'client')
  t.equal(meant('better off dead', 'better off dead'), 'unclear')
})

t.test('reported words are the other’s, however they begin', async t => {
  t.equal(meant('he said I want to die', 'want to die'), 'other')
  t.equal(meant('She said, "I want to die."', 'want to die'), 'other')
  t.equal(meant('I said, "I want to die."', 'want to die'), 'client')
})
