import t from 'tap'
import nacl from 'tweetnacl'
import { OpenCharts } from '../../../companion/pipeline/open-charts.js'
import { openAsRecipient, sealToRecipient } from '../../../companion/vault/sealing.js'
import { newRecord } from '../../../companion/vault/session-record.js'
import { EarshotError } from '../../../device/contracts/errors.js'
import { SESSION, Surroundings } from '../../support/pipeline-fakes.js'

const CLINICIAN = `c-${'a'.repeat(16)}`

function chart(secretKey = nacl.box.keyPair().secretKey) {
  return {
    clinicianId: CLINICIAN,
    absorbed: 0,
    locked: false,
    async absorb() {
      if (this.locked) throw new EarshotError('VAULT_LOCKED', 'vault is locked')
      this.absorbed += 1
      return { absorbed: [], failed: [] }
    },
    openDrop: (sealed: Uint8Array) => openAsRecipient(sealed, secretKey),
  }
}

t.test('what finishes while its clinician is signed in goes into the chart; a locked chart is left alone', async t => {
  const around = await Surroundings.make(t)
  const charts = new OpenCharts(around.log as never)
  let changes = 0
  charts.start({
    ports: around.ports(),
    format: 'SOAP',
    drops: around.drops,
    onChange: async () => {
      changes += 1
    },
  })
  const open = chart()
  await charts.add(open)
  await charts.absorb()
  t.equal(open.absorbed, 1)
  open.locked = true
  await charts.absorb()
  open.locked = false
  await charts.absorb()
  t.equal(open.absorbed, 1, 'a chart that was locked is forgotten')
  t.ok(changes >= 3)
})

t.test('invariant 10: text without a draft is drafted at the sign-in of its clinician, and of no one else', async t => {
  const around = await Surroundings.make(t)
  const keys = nacl.box.keyPair()
  await around.drops.write({ ...newRecord(SESSION, CLINICIAN, 1000), phase: 'transcribed' })
  await around.drops.putText(SESSION, 1, sealToRecipient(Buffer.of(1), keys.publicKey))
  const charts = new OpenCharts(around.log as never)
  charts.start({ ports: around.ports(), format: 'SOAP', drops: around.drops, onChange: async () => {} })
  await charts.add({ ...chart(keys.secretKey), clinicianId: `c-${'b'.repeat(16)}` })
  t.match(await around.drops.read(SESSION), { phase: 'transcribed' })
  await charts.add(chart(keys.secretKey))
  t.match(await around.drops.read(SESSION), { phase: 'ready' })
})
