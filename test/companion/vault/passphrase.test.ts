import t from 'tap'
import { checkPassphrase } from '../../../companion/vault/passphrase.js'

t.test('passphrases: 11 characters are too few, 12 enough, 256 the most', t => {
  checkPassphrase('lantern moss')
  checkPassphrase('été à la mer')
  checkPassphrase(`quiet lantern${'x'.repeat(243)}`)
  t.throws(() => checkPassphrase('lantern mos'), { code: 'REQUEST_INVALID', detail: { reason: 'short' } })
  t.throws(() => checkPassphrase(`quiet lantern${'x'.repeat(244)}`), {
    detail: { reason: 'long' },
    code: 'REQUEST_INVALID',
  })
  t.throws(() => checkPassphrase(''), { code: 'REQUEST_INVALID' })
  t.end()
})

t.test('what anyone tries first is refused, with a hint and without repeating it', t => {
  for (const bad of [
    'password1234',
    'Password!!!!12',
    '123456789012',
    'aaaaaaaaaaaa',
    'QWERTYUIOP123',
    'earshot-2024!',
  ]) {
    try {
      checkPassphrase(bad)
      t.fail(bad)
    } catch (error) {
      t.match(error, { code: 'REQUEST_INVALID', hint: /./ })
      t.notOk(JSON.stringify(error).includes(bad))
    }
  }
  t.end()
})
