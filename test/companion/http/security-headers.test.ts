import t from 'tap'
import { Browser, testBox } from '../../support/lan-app.js'

t.test('the policy allows nothing unsafe and nothing from elsewhere', async t => {
  const { app } = await testBox(t)
  const policy = String((await new Browser(app).ask('/')).headers['content-security-policy'])
  t.notMatch(policy, /unsafe|http|\*|blob/)
  t.match(policy, /^default-src 'none';/)
})

t.test(
  'no Strict-Transport-Security: it would take away the way past the warning before the root is installed',
  async t => {
    const { app } = await testBox(t)
    t.notOk((await new Browser(app).ask('/')).headers['strict-transport-security'])
  },
)
