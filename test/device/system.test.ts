import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { bootId, realSystem, simulated } from '../../device/system.js'
import { configWith } from '../support/test-device.js'

t.test('the boot has an id that all processes share', async t => {
  t.match(bootId(), /^[0-9a-f-]{36}$/)
  t.equal(bootId(), bootId())
})

t.test('what is simulated is named', async t => {
  t.strictSame(simulated(configWith()), ['simulated-button', 'simulated-light'])
  t.ok(simulated(configWith({ capture: { adapter: 'wav-file', file: '/x.wav' } })).includes('simulated-microphone'))
})

t.test('the real machine can be asked for everything', async t => {
  const spool = t.testdir()
  mkdirSync(join(spool, 'session'))
  writeFileSync(join(spool, 'session', '0001.seg'), new Uint8Array(100))
  const system = realSystem(configWith(), spool)
  t.match(await system.usage(), { bytes: 100, keys: 0 })
  t.ok((await system.usage()).freeBytes > 0)
  t.match(await system.medium(), /^\w+/)
  t.ok((await system.downgrades()).includes('simulated-button'))
  t.type(system.captureStreamOpen(), 'boolean')
})
