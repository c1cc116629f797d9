import t from 'tap'
import { anyCaptureStreamOpen } from '../../../device/light/microphone-watch.js'

const running = 'state: RUNNING\nowner_pid   : 1234\ntrigger_time: 7.1\n'

t.test('a machine without sound has no open microphone', async t => {
  t.equal(anyCaptureStreamOpen(`${t.testdir()}/none`), false)
  t.equal(anyCaptureStreamOpen(t.testdir()), false)
})

t.test('invariant 4: a stream counts as open in every state but closed', async t => {
  const status = (text: string) => t.testdir({ card0: { pcm0c: { sub0: { status: text } } } })
  t.equal(anyCaptureStreamOpen(status('closed\n')), false)
  for (const state of ['OPEN', 'SETUP', 'PREPARED', 'RUNNING', 'XRUN', 'DRAINING', 'PAUSED', 'SUSPENDED']) {
    t.equal(anyCaptureStreamOpen(status(`state: ${state}\n`)), true, state)
  }
})

t.test('invariant 4: every stream of every card is looked at', async t => {
  const closed = () => ({ status: 'closed\n' })
  const proc = t.testdir({
    cards: ' 0 [x]\n',
    card0: { pcm0c: { sub0: closed(), sub1: closed() }, pcm0p: { sub0: closed() } },
    card1: { pcm0c: { sub0: closed() }, pcm3c: { sub0: closed(), sub7: { status: running } } },
  })
  t.equal(anyCaptureStreamOpen(proc), true)
})

t.test('a loudspeaker is no microphone', async t => {
  t.equal(anyCaptureStreamOpen(t.testdir({ card0: { pcm0p: { sub0: { status: running } } } })), false)
})

t.test('a status that vanishes is closed; one that is there and cannot be read is not proof of closed', async t => {
  t.equal(anyCaptureStreamOpen(t.testdir({ card0: { pcm0c: { sub0: {} } } })), false)
  t.equal(anyCaptureStreamOpen(t.testdir({ card0: { pcm0c: { sub0: { status: {} } } } })), true)
})
