import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { JournalFile, readJournal } from '../../../device/session/journal-file.js'

const AT = 1_700_000_000_000

function written(t: Test, entries: number): string {
  const path = join(t.testdir(), 'journal.ndjson')
  const journal = new JournalFile(path)
  for (let entry = 1; entry <= entries; entry += 1) journal.append('overrun', { lostMs: entry }, AT + entry)
  journal.close()
  return path
}

t.test('what was appended is read again, in order, numbered from 1', async t => {
  const { entries, damaged, bytes } = readJournal(written(t, 3))
  t.match(entries, [
    { seq: 1, atMs: AT + 1, type: 'overrun', body: { lostMs: 1 } },
    { seq: 2, body: { lostMs: 2 } },
    { seq: 3, body: { lostMs: 3 } },
  ])
  t.equal(damaged, false)
  t.ok(bytes > 0)
})

t.test('no file is no entries; an empty one as well', async t => {
  t.strictSame(readJournal(join(t.testdir(), 'none')), { entries: [], bytes: 0, damaged: false })
  t.strictSame(readJournal(written(t, 0)), { entries: [], bytes: 0, damaged: false })
})

t.test('the file is for its owner alone', async t => {
  t.equal(statSync(written(t, 1)).mode & 0o777, 0o600)
})

t.test('cut at every byte, it is the whole entries before the cut, and never damaged', async t => {
  const path = written(t, 3)
  const whole = readFileSync(path)
  for (let length = whole.length; length >= 0; length -= 1) {
    truncateSync(path, length)
    const { entries, damaged, bytes } = readJournal(path)
    t.equal(damaged, false, `${length} bytes`)
    t.equal(entries.length, whole.subarray(0, length).filter(byte => byte === 10).length)
    t.ok(bytes <= length)
  }
})

t.test('a torn end is cut away before the next entry', async t => {
  const path = written(t, 2)
  appendFileSync(path, '{"seq":3,"atMs":')
  const journal = new JournalFile(path)
  journal.append('overrun', { lostMs: 33 }, AT)
  journal.close()
  t.match(readJournal(path), { damaged: false, entries: [{ seq: 1 }, { seq: 2 }, { seq: 3, body: { lostMs: 33 } }] })
})

t.test('a whole line that is no entry is damage, and what was before it counts', async t => {
  const lines = [
    'not json',
    '{}',
    'null',
    '7',
    JSON.stringify({ seq: 4, atMs: AT, type: 'overrun', body: {} }),
    JSON.stringify({ seq: 3, atMs: AT, type: 'dance', body: {} }),
    JSON.stringify({ seq: 3, atMs: AT, type: 'toString', body: {} }),
    JSON.stringify({ seq: 3, atMs: 'now', type: 'overrun', body: {} }),
    JSON.stringify({ seq: 3, atMs: AT, type: 'overrun', body: null }),
  ]
  for (const line of lines) {
    const path = written(t, 2)
    appendFileSync(path, `${line}\n`)
    t.match(readJournal(path), { damaged: true, entries: [{ seq: 1 }, { seq: 2 }] }, line)
    t.equal(readJournal(path).entries.length, 2)
  }
})

t.test('pages begin after a number and have a limit', async t => {
  const journal = new JournalFile(written(t, 5))
  const numbers = (after: number, limit?: number) => journal.entries(after, limit).map(({ seq }) => seq)
  t.strictSame(numbers(0), [1, 2, 3, 4, 5])
  t.strictSame(numbers(3), [4, 5])
  t.strictSame(numbers(5), [])
  t.strictSame(numbers(99), [])
  t.strictSame(numbers(1, 2), [2, 3])
  journal.close()
})

t.test(
  'an entry that a full spool does not take is true all the same, and never written in part',
  {
    skip: existsSync('/dev/full') ? false : 'no /dev/full here',
  },
  async t => {
    const journal = new JournalFile('/dev/full', { entries: [], bytes: 0, damaged: false })
    t.equal(journal.append('overrun', { lostMs: 1 }, AT).seq, 1)
    t.equal(journal.complete, false)
    t.equal(journal.flush(), false)
    t.equal(journal.entries().length, 1)
    journal.close()
  },
)

t.test('closing twice closes no stranger, and entries of afterwards stay in memory', async t => {
  const path = written(t, 1)
  const journal = new JournalFile(path)
  journal.close()
  const other = new JournalFile(join(t.testdirName, 'other'))
  journal.close()
  other.append('overrun', { lostMs: 1 }, AT)
  t.equal(other.complete, true)
  other.close()
  journal.append('overrun', { lostMs: 2 }, AT)
  t.equal(journal.complete, false)
  t.equal(readJournal(path).entries.length, 1)
  writeFileSync(path, '')
})
