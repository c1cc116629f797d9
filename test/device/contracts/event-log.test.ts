import t from 'tap'
import { EventLog } from '../../../device/contracts/event-log.js'

interface Events {
  segment_sealed: { readonly segment: number }
}

t.test('an event is one JSON line with its time, name and declared fields', async t => {
  const lines: string[] = []
  const log = new EventLog<Events>(
    line => lines.push(line),
    () => 0,
  )
  log.write('segment_sealed', { segment: 3 })
  // @ts-expect-error what was said cannot be logged
  log.write('segment_sealed', { segment: 3, text: 'x' })
  t.equal(lines[0], '{"at":"1970-01-01T00:00:00.000Z","event":"segment_sealed","segment":3}\n')
})
