import t from 'tap'
import { discardAll } from '../../../companion/http/discard.js'
import { EarshotError } from '../../../device/contracts/errors.js'
import { FakeClinician, FakeNotebook } from '../../support/fake-notebook.js'
import { FakeServices } from '../../support/fake-services.js'
import { SESSION, sampleNote } from '../../support/sample-note.js'

function made() {
  const services = new FakeServices()
  const notebook = new FakeNotebook()
  return { services, notebook, clinician: new FakeClinician('c1', 'Dr Example', 'PsyD', notebook) }
}

const unknownToTheDevice = async () => {
  throw new EarshotError('SESSION_NOT_FOUND', 'no session has this id')
}

t.test('a running session is discarded at the device, a note in the chart with it', async t => {
  const { services, notebook, clinician } = made()
  await discardAll(services.live, clinician, SESSION)
  t.strictSame(services.discarded, [SESSION])
  notebook.notes.set(SESSION, sampleNote())
  await discardAll(services.live, clinician, SESSION)
  t.equal(notebook.notes.size, 0)
})

t.test('a note whose session the device no longer knows goes all the same', async t => {
  const { services, notebook, clinician } = made()
  services.live.discard = unknownToTheDevice
  notebook.notes.set(SESSION, sampleNote())
  await discardAll(services.live, clinician, SESSION)
  t.equal(notebook.notes.size, 0)
  await t.rejects(
    discardAll(services.live, clinician, SESSION),
    { code: 'SESSION_NOT_FOUND' },
    'and then there is none',
  )
})

t.test('invariant 7: of a signed note nothing is destroyed', async t => {
  const { services, notebook, clinician } = made()
  notebook.notes.set(SESSION, { ...sampleNote(), status: 'signed' })
  await t.rejects(discardAll(services.live, clinician, SESSION), { code: 'NOTE_ALREADY_SIGNED' })
  t.strictSame(services.discarded, [])
  t.equal(notebook.notes.size, 1)
})

t.test('what fails at the device keeps the note', async t => {
  const { services, notebook, clinician } = made()
  notebook.notes.set(SESSION, sampleNote())
  services.live.discard = async () => {
    throw new EarshotError('DEVICE_UNREACHABLE', 'device does not answer')
  }
  await t.rejects(discardAll(services.live, clinician, SESSION), { code: 'DEVICE_UNREACHABLE' })
  t.equal(notebook.notes.size, 1)
})
