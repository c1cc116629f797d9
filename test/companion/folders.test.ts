import { join } from 'node:path'
import t from 'tap'
import { foldersFrom, readConfig } from '../../companion/folders.js'

t.test('without environment variables the folders are those of a provisioned box', async t => {
  t.strictSame(foldersFrom({}), {
    state: '/var/lib/earshot',
    run: '/run/earshot',
    deviceSocket: '/run/earshot/device.sock',
    configFile: '/etc/earshot/earshot.json',
  })
})

t.test('the environment moves them', async t => {
  const folders = foldersFrom({ EARSHOT_STATE: '/s', EARSHOT_RUN: '/r', EARSHOT_CONFIG: '/c.json' })
  t.strictSame(folders, { state: '/s', run: '/r', deviceSocket: '/r/device.sock', configFile: '/c.json' })
})

t.test('a configuration that is not there says where it was looked for', async t => {
  await t.rejects(readConfig(join(t.testdir({}), 'none.json')), { code: 'CONFIG_UNREADABLE', hint: /EARSHOT_CONFIG/ })
})

t.test('a configuration with mistakes lists each of them', async t => {
  const folder = t.testdir({ 'earshot.json': '{"version":1,"mode":"x","web":{"port":-1}}' })
  await t.rejects(readConfig(join(folder, 'earshot.json')), { code: 'CONFIG_INVALID', hint: /mode.*web\.port/ })
})
