import t from 'tap'
import { EarshotError } from '../../device/contracts/errors.js'
import { downloadFailed, downloadTrouble, importTrouble } from '../../models/transfer-errors.js'
import { modelFixture } from '../support/model-fixture.js'

const { entry } = modelFixture(3 * 1024 * 1024 + 1)
const system = (code: string, path?: string): Error => Object.assign(new Error(code), { code, ...(path && { path }) })

t.test('each trouble on the way says what to do', async t => {
  for (const trouble of ['cut', 'stalled', 'disk-full', 'network'] as const) {
    t.match(downloadFailed(entry, trouble), {
      code: 'MODEL_DOWNLOAD_FAILED',
      hint: /scripts\/models fetch small\.test again/,
    })
  }
  t.match(downloadFailed(entry, 'disk-full').hint, '4 MiB')
  t.match(downloadFailed(entry, 'refused', { status: 404 }), { detail: { status: 404 }, hint: /import/ })
})

t.test('the errors of the system are told apart', async t => {
  const reason = (error: unknown): unknown => downloadTrouble(entry, error).detail['reason']
  t.equal(reason(system('ENOSPC')), 'disk-full')
  t.equal(reason(system('EDQUOT')), 'disk-full')
  t.equal(reason(system('EACCES', '/x')), 'not-writable')
  t.equal(reason(system('EROFS', '/x')), 'not-writable')
  t.equal(reason(new TypeError('fetch failed', { cause: system('EPERM') })), 'network', 'a firewall')
  t.equal(reason(new TypeError('fetch failed', { cause: system('ECONNREFUSED') })), 'network')
  t.equal(reason(new TypeError('terminated')), 'cut')
  t.equal(reason('anything'), 'network')
  const known = new EarshotError('MODEL_BUSY', 'busy')
  t.equal(downloadTrouble(entry, known), known)
  t.equal(importTrouble(entry, known), known)
})

t.test('an import that fails says whether room, rights or the stick is the matter', async t => {
  const hint = (error: unknown): string => {
    t.match(importTrouble(entry, error), { code: 'MODEL_IMPORT_FAILED', retryable: true })
    return importTrouble(entry, error).hint ?? ''
  }
  t.match(hint(system('ENOSPC')), 'the disk is full')
  t.match(hint(system('EACCES')), 'sudo')
  t.match(hint(system('EIO')), 'check the stick')
  t.match(hint(new Error('x')), 'check the stick')
})
