import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Drops, newRecord } from '../../../companion/vault/drops.js'
import { finishedRecord, sessionNumber } from '../../support/stored-things.js'

const ONE = sessionNumber(1)
const TWO = sessionNumber(2)
const CLINICIAN = 'c-aaaaaaaaaaaaaaaa'

t.test('a record is stored, changed and listed; a session without one is null', async t => {
  const state = t.testdir()
  const drops = await Drops.open(state)
  t.equal(await drops.read(ONE), null)
  t.strictSame(await drops.list(), [])
  await drops.write(newRecord(ONE, CLINICIAN, 1000))
  await drops.write(finishedRecord(TWO, CLINICIAN, 2000))
  t.strictSame((await drops.list()).map(record => record.sessionId).sort(), [ONE, TWO].sort())
  await Promise.all(
    Array.from({ length: 20 }, () => drops.update(ONE, record => ({ ...record, durationMs: record.durationMs + 1 }))),
  )
  t.match(await new Drops(join(state, 'drops')).read(ONE), { durationMs: 20, phase: 'recording' })
  await t.rejects(
    drops.update(sessionNumber(3), record => record),
    { code: 'SESSION_NOT_FOUND' },
  )
})

t.test('texts come back by segment number, and only whole ones count', async t => {
  const state = t.testdir()
  const drops = await Drops.open(state)
  await drops.write(newRecord(ONE, CLINICIAN, 1000))
  for (const segment of [10, 2, 1, 10_000]) await drops.putText(ONE, segment, Buffer.from(`sealed ${segment}`))
  writeFileSync(join(state, 'drops', ONE, '.text-0003.drop.0123456789abcdef.tmp'), 'half')
  t.strictSame(await drops.listTexts(ONE), [1, 2, 10, 10_000])
  t.equal(Buffer.from((await drops.readText(ONE, 10)) ?? []).toString(), 'sealed 10')
  t.equal(await drops.readText(ONE, 3), null)
  t.equal(await drops.readDraft(ONE), null)
  await Drops.open(state)
  t.notOk(
    readdirSync(join(state, 'drops', ONE)).some(name => name.endsWith('.tmp')),
    'the start sweeps',
  )
})

t.test('removing the session leaves neither record nor text nor draft, however often it is asked', async t => {
  const state = t.testdir()
  const drops = await Drops.open(state)
  await drops.write(finishedRecord(ONE, CLINICIAN, 1000))
  await drops.putText(ONE, 1, Buffer.from('x'))
  await drops.putDraft(ONE, Buffer.from('y'))
  await drops.removeSession(ONE)
  await drops.removeSession(ONE)
  t.strictSame(readdirSync(join(state, 'drops')), [])
})

t.test('a removal that was cut short is finished at the next start', async t => {
  const state = t.testdir()
  const drops = await Drops.open(state)
  await drops.write(newRecord(ONE, CLINICIAN, 1000))
  mkdirSync(join(state, 'drops', `.${TWO}.0123456789abcdef.tmp`))
  writeFileSync(join(state, 'drops', `.${TWO}.0123456789abcdef.tmp`, 'text-0001.drop'), 'x')
  const again = await Drops.open(state)
  t.strictSame(readdirSync(join(state, 'drops')), [ONE])
  t.equal((await again.list()).length, 1)
})
