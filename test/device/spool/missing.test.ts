import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { isMissing } from '../../../device/spool/missing.js'

t.test('only a file that is not there is missing', async t => {
  const folder = t.testdir({ file: 'x' })
  const failing = (path: string) => readFile(path).catch((error: unknown) => error)
  t.ok(isMissing(await failing(join(folder, 'absent'))))
  t.notOk(isMissing(await failing(folder)), 'a folder')
  t.notOk(isMissing(await failing(join(folder, 'file', 'below'))), 'below a file')
  t.notOk(isMissing(new Error('ENOENT')))
  t.notOk(isMissing('ENOENT'))
})
