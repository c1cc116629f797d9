import t from 'tap'
import { mib, ProgressReport } from '../../../scripts/models-parts/progress.js'

const MIB = 1024 * 1024
const totalBytes = 100 * MIB

t.test('on a terminal a bar is drawn over, with share and speed, and cleared at the end', async t => {
  let text = ''
  let now = 0
  const report = new ProgressReport({ write: piece => (text += piece), isTerminal: true }, 'base.en', () => now)
  report.show({ phase: 'fetching', bytes: 10 * MIB, totalBytes })
  now = 1000
  report.show({ phase: 'fetching', bytes: 50 * MIB, totalBytes })
  t.match(text, '\rfetching base.en [###############...............] 50 % 50 of 100 MiB, 40.0 MiB/s\x1b[K')
  now = 1050
  const before = text
  report.show({ phase: 'fetching', bytes: 51 * MIB, totalBytes })
  t.equal(text, before, 'not redrawn so soon')
  report.show({ phase: 'fetching', bytes: totalBytes, totalBytes })
  t.match(text, '100 % 100 of 100 MiB', 'but the end is always shown')
  report.done()
  t.ok(text.endsWith('\r\x1b[K'))
  t.notMatch(text, '\n')
})

t.test('elsewhere there is a plain line for every tenth, once, and none for what is quick', async t => {
  let text = ''
  const report = new ProgressReport({ write: piece => (text += piece), isTerminal: false }, 'base.en')
  for (let bytes = 0; bytes <= totalBytes; bytes += MIB / 2) report.show({ phase: 'fetching', bytes, totalBytes })
  for (let bytes = 0; bytes <= totalBytes; bytes += MIB) report.show({ phase: 'verifying', bytes, totalBytes })
  report.done()
  const lines = text.trimEnd().split('\n')
  t.equal(lines.length, 11)
  t.equal(lines[0], 'fetching base.en: 0 % of 100 MiB')
  t.equal(lines[10], 'fetching base.en: 100 % of 100 MiB')
  t.notOk(text.includes('\r') || text.includes('\x1b'))
})

t.test('sizes are rounded up, so that nothing has 0 MiB', async t => {
  t.strictSame([0, 1, MIB, MIB + 1].map(mib), [0, 1, 1, 2])
})
