import { mkdirSync, readFileSync, symlinkSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { DestructionNote } from '../../../device/spool/destruction-note.js'

t.test('steps are noted once, in their order, and found again', async t => {
  const path = join(t.testdir({}), '0001.gone')
  const note = await DestructionNote.read(path)
  t.notOk(note.has('keyOverwritten'))
  await note.add('keyOverwritten')
  await note.add('keyOverwritten')
  await note.add('keyUnlinked')
  t.equal(readFileSync(path, 'latin1'), '12')
  const again = await DestructionNote.read(path)
  t.ok(again.has('keyOverwritten') && again.has('keyUnlinked'))
  t.notOk(again.has('ciphertextOverwritten'))
})

t.test('a note that cannot be written is an error, except where the spool is full', async t => {
  const folder = t.testdir({})
  const note = await DestructionNote.read(join(folder, 'absent', '0001.gone'))
  await t.rejects(note.add('keyOverwritten'), { code: 'ENOENT' })
  const path = join(folder, '0001.gone')
  const full = await DestructionNote.read(path)
  symlinkSync('/dev/full', path)
  await full.add('keyOverwritten')
  t.ok(full.has('keyOverwritten'), 'the step is done, noted or not')
  unlinkSync(path)
  await full.add('keyUnlinked')
  t.equal(readFileSync(path, 'latin1'), '12', 'the next step, which frees room, notes both')
})

t.test('a folder in place of the note is an error', async t => {
  const folder = t.testdir({})
  mkdirSync(join(folder, '0001.gone'))
  await t.rejects(DestructionNote.read(join(folder, '0001.gone')), { code: 'EISDIR' })
})
