import t from 'tap'
import { Browser, testBox } from '../../support/lan-app.js'

t.test('a route that does not say whom it serves serves the signed-in only', async t => {
  const { app } = await testBox(t)
  // The routes that name no access are most of them: the proof is that one answers 401 without a cookie.
  t.equal((await new Browser(app).ask('/api/v1/proof')).status, 401)
})

t.test('a cookie of the right name and any other value opens nothing', async t => {
  const { app } = await testBox(t)
  for (const cookie of ['', 'a', 'a'.repeat(10_000), '%00', '..']) {
    const browser = new Browser(app)
    browser.cookie = cookie
    t.equal((await browser.ask('/api/v1/me')).status, 401)
  }
})

t.test('HEAD and OPTIONS get no further than GET and POST', async t => {
  const { app } = await testBox(t)
  const browser = new Browser(app)
  t.equal((await browser.ask('/api/v1/notes', { method: 'HEAD', headers: { origin: undefined } })).status, 404)
  t.equal((await browser.ask('/api/v1/notes', { method: 'OPTIONS' })).status, 404)
  const preflight = await browser.ask('/api/v1/notes', { method: 'OPTIONS', headers: { origin: 'https://evil.test' } })
  t.equal(preflight.status, 403)
  t.notOk(preflight.headers['access-control-allow-origin'])
})
