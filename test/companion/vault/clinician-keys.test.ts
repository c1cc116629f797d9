import t from 'tap'
import {
  newKeyPair,
  newSealedChartKey,
  openChartKey,
  unwrapByCode,
  unwrapByPassphrase,
  wrapByPassphrase,
  wrapForClinician,
} from '../../../companion/vault/clinician-keys.js'
import { CHEAP, PASSPHRASE } from '../../support/stored-things.js'

t.test('the secret half opens by the passphrase, and separately by the recovery code, and by nothing else', async t => {
  const { secretKey } = newKeyPair()
  const { wraps, recoveryCode } = await wrapForClinician(secretKey, PASSPHRASE, CHEAP)
  t.strictSame(await unwrapByPassphrase(wraps.passphrase, PASSPHRASE), secretKey)
  t.strictSame(await unwrapByCode(wraps.recovery, recoveryCode), secretKey)
  t.equal(await unwrapByPassphrase(wraps.passphrase, `${PASSPHRASE} `), null)
  t.equal(await unwrapByPassphrase(wraps.passphrase, recoveryCode), null)
  t.equal(await unwrapByCode(wraps.recovery, PASSPHRASE), null)
})

t.test('a passphrase typed on another keyboard is the same passphrase', async t => {
  const { secretKey } = newKeyPair()
  const wrapped = await wrapByPassphrase(secretKey, 'caf\u00e9 lantern harbour', CHEAP)
  t.strictSame(await unwrapByPassphrase(wrapped, 'cafe\u0301 lantern harbour'), secretKey)
})

t.test('the chart key opens with the secret key only', t => {
  const [mine, other] = [newKeyPair(), newKeyPair()]
  const sealed = newSealedChartKey(mine.publicKey)
  t.equal(openChartKey(sealed, mine.secretKey).length, 32)
  t.throws(() => openChartKey(sealed, other.secretKey), { code: 'VAULT_WRONG_KEY' })
  t.end()
})
