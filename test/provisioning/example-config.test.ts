import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { CONFIG_DEFAULTS, parseConfig } from '../../device/contracts/config.js'
import { root } from '../support/root.js'

t.test('the example configuration is valid and says every default', async t => {
  const text = await readFile(join(root, 'provisioning/earshot.example.json'), 'utf8')
  t.strictSame(parseConfig(text), CONFIG_DEFAULTS)
})
