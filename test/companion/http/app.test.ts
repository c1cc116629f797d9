import t from 'tap'
import { HONEST_LIMITS } from '../../../companion/http/honest-limits.js'
import { viewOf } from '../../../companion/http/schemas/notes.js'
import { CLAIM_CODE, RECOVERY_CODE } from '../../support/fake-services.js'
import { Browser, HOST, ORIGIN, PASSPHRASE, testBox } from '../../support/lan-app.js'
import { OTHER_SESSION, SESSION, sampleNote, TURNS } from '../../support/sample-note.js'

t.test('claim: code and press together, once, and the recovery code is shown', async t => {
  const { app, services } = await testBox(t, { people: false })
  const browser = new Browser(app)
  const claim = (code: string) =>
    browser.ask('/api/v1/claim', { body: { code, name: 'Dr Example', credentials: 'PsyD', passphrase: PASSPHRASE } })
  t.match((await browser.ask('/api/v1/box')).json(), { claimed: false, pairingOpen: false })
  const early = await claim(CLAIM_CODE)
  t.equal(early.status, 403)
  t.match(early.json(), { code: 'CLAIM_NEEDS_PRESS' })
  services.device = { ...services.device!, pairingUntilMs: Date.now() + 60_000 }
  t.match((await browser.ask('/api/v1/box')).json(), { pairingOpen: true })
  t.equal((await claim('wrong')).status, 403)
  const claimed = await claim(CLAIM_CODE)
  t.equal(claimed.status, 200)
  t.match(claimed.json(), {
    me: { name: 'Dr Example', credentials: 'PsyD', csrfToken: /.{40}/ },
    recoveryCode: RECOVERY_CODE,
  })
  t.equal((await browser.ask('/api/v1/me')).status, 200, 'the claimer is signed in')
  t.equal((await claim(CLAIM_CODE)).status, 410)
})

t.test('an unclaimed box answers the claim, what it is and its root, and nothing else', async t => {
  const { app } = await testBox(t, { people: false })
  const browser = new Browser(app)
  for (const url of ['/', '/earshot.css', '/docs', '/api/v1/box', '/api/v1/ca.crt']) {
    t.equal((await browser.ask(url)).status, 200, url)
  }
  for (const url of ['/api/v1/live', '/api/v1/notes', '/api/v1/proof', '/api/v1/me']) {
    const answer = await browser.ask(url)
    t.equal(answer.status, 403, url)
    t.match(answer.json(), { code: 'CLAIM_REQUIRED' })
  }
  t.equal((await browser.signIn()).status, 403)
})

t.test('the cookie is __Host-, Secure, HttpOnly, Strict, and new at every sign-in', async t => {
  const { app, services } = await testBox(t)
  const browser = new Browser(app)
  browser.cookie = 'fixed-by-an-attacker'
  const first = await browser.signIn()
  const set = String(first.headers['set-cookie'])
  t.match(set, /^__Host-sid=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
  t.not(browser.cookie, 'fixed-by-an-attacker')
  const before = browser.cookie
  await browser.signIn()
  t.not(browser.cookie, before)
  t.ok(services.unlocked[0]?.locked, 'the sign-in before is over')
  const old = new Browser(app)
  old.cookie = before
  t.equal((await old.ask('/api/v1/me')).status, 401)
})

t.test('an unknown name and a wrong passphrase get the same answer', async t => {
  const { app } = await testBox(t)
  const wrong = await new Browser(app).signIn('Dr Example', 'not the passphrase')
  const unknown = await new Browser(app).signIn('Dr Nobody', PASSPHRASE)
  t.equal(wrong.status, 401)
  t.strictSame([unknown.status, unknown.body], [wrong.status, wrong.body])
  const keep = ({ headers: { date: _date, ...rest } }: typeof wrong) => rest
  t.strictSame(keep(unknown), keep(wrong))
})

t.test('sign-out and closing lock the vault; the cookie is worth nothing after', async t => {
  const { app, services } = await testBox(t)
  const browser = new Browser(app)
  await browser.signIn()
  const kept = browser.cookie
  t.equal((await browser.ask('/api/v1/sign-out', { method: 'POST' })).status, 204)
  t.ok(services.unlocked[0]?.locked)
  browser.cookie = kept
  t.equal((await browser.ask('/api/v1/notes')).status, 401)
  await browser.signIn()
  await app.close()
  t.ok(services.unlocked[1]?.locked)
})

t.test('the idle limit starts again with what a person does, not with what a page asks by itself', async t => {
  const { app, services, clock } = await testBox(t)
  const browser = new Browser(app)
  await browser.signIn()
  clock.nowMs += 10 * 60_000 - 1
  t.equal((await browser.ask('/api/v1/me')).status, 200)
  clock.nowMs += 9 * 60_000
  t.equal((await browser.ask('/api/v1/live', { headers: { 'x-earshot-background': '1' } })).status, 200)
  clock.nowMs += 60_000
  t.equal((await browser.ask('/api/v1/me')).status, 401)
  t.ok(services.unlocked[0]?.locked)
})

t.test('the absolute limit ends the busiest sign-in', async t => {
  const { app, clock } = await testBox(t)
  const browser = new Browser(app)
  await browser.signIn()
  const end = clock.nowMs + 12 * 3_600_000
  while (clock.nowMs + 5 * 60_000 < end) {
    clock.nowMs += 5 * 60_000
    await browser.ask('/api/v1/me')
  }
  clock.nowMs = end - 1
  t.equal((await browser.ask('/api/v1/me')).status, 200)
  clock.nowMs = end
  t.equal((await browser.ask('/api/v1/me')).status, 401)
})

t.test('five failures lock name and address for 30 s, then doubling to 15 minutes', async t => {
  const { app, clock, services } = await testBox(t)
  const browser = new Browser(app)
  const wrong = (name: string, remoteAddress: string) =>
    browser.ask('/api/v1/sign-in', { body: { name, passphrase: 'wrong' }, remoteAddress })
  for (let i = 0; i < 5; i++) t.equal((await wrong('Dr Example', '10.0.0.1')).status, 401)
  const locked = await wrong('Dr Example', '10.0.0.2')
  t.equal(locked.status, 429, 'the name is locked from every address')
  t.match(locked.json(), { code: 'SIGN_IN_LOCKED_OUT', hint: /30 seconds/ })
  t.equal(locked.headers['retry-after'], '30')
  t.equal((await wrong('Someone Else', '10.0.0.1')).status, 429, 'the address is locked for every name')
  t.equal((await browser.signIn()).status, 429, 'the right passphrase has to wait too')
  t.equal(services.unlocked.length, 0)
  for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
    clock.nowMs += seconds * 1000 - 1
    t.equal((await wrong('Dr Example', '10.0.0.3')).status, 429, `${seconds} s are not over`)
    clock.nowMs += 1
    t.equal((await wrong('Dr Example', '10.0.0.3')).status, 401, `after ${seconds} s`)
  }
  clock.nowMs += 15 * 60_000
  t.equal((await browser.signIn()).status, 200)
  t.equal((await wrong('Dr Example', '192.168.1.2')).status, 401, 'a success forgets the failures')
})

t.test('guesses sent at the same time do not slip past the lockout', async t => {
  const { app, services } = await testBox(t)
  const { signIn } = services.accounts
  // As slow as a passphrase hash, in little: all guesses are under way before the first is answered.
  services.accounts.signIn = async (name, passphrase) => {
    await new Promise(resolve => setTimeout(resolve, 20))
    return await signIn(name, passphrase)
  }
  const statuses = await Promise.all(
    Array.from({ length: 15 }, () => new Browser(app).signIn('Dr Example', 'guess').then(({ status }) => status)),
  )
  t.equal(statuses.filter(status => status === 401).length, 5)
})

t.test('recovery sets a new passphrase, shows a new code and ends every other sign-in', async t => {
  const { app, services } = await testBox(t)
  const thief = new Browser(app)
  await thief.signIn()
  const owner = new Browser(app)
  const recovered = await owner.ask('/api/v1/recover', {
    body: { name: 'Dr Example', recoveryCode: RECOVERY_CODE, newPassphrase: 'a different passphrase' },
  })
  t.match(recovered.json(), { recoveryCode: 'RECO-VERY-CODE-0002', me: { name: 'Dr Example' } })
  t.equal((await thief.ask('/api/v1/notes')).status, 401)
  t.ok(services.unlocked[0]?.locked)
  t.equal((await thief.signIn()).status, 401)
})

t.test('notes: list, read, change, conflict', async t => {
  const { app, services } = await testBox(t)
  const note = sampleNote()
  services.people.get('Dr Example')!.notebook.notes.set(SESSION, note)
  const browser = new Browser(app)
  await browser.signIn()
  t.match((await browser.ask('/api/v1/notes?offset=0&limit=10')).json(), { total: 1, notes: [{ sessionId: SESSION }] })
  const read = await browser.ask(`/api/v1/notes/${SESSION}`)
  t.strictSame(read.json(), JSON.parse(JSON.stringify(viewOf(note))), 'the schema drops nothing and adds nothing')
  const changed = await browser.ask(`/api/v1/notes/${SESSION}/changes`, {
    body: { revision: 1, change: { kind: 'consent', state: 'given', method: 'verbal' } },
  })
  t.match(changed.json(), { revision: 2, consent: { state: 'given' } })
  const late = await browser.ask(`/api/v1/notes/${SESSION}/changes`, {
    body: { revision: 1, change: { kind: 'add-sentence', sectionKey: 'plan', text: 'x' } },
  })
  t.equal(late.status, 409)
  t.match(late.json(), { code: 'NOTE_CONFLICT' })
  t.equal((await browser.ask(`/api/v1/notes/${OTHER_SESSION}`)).status, 404)
})

t.test("another clinician's note is as absent as one that never was, on every route with an id", async t => {
  const { app, services } = await testBox(t)
  services.people.get('Dr Example')!.notebook.notes.set(SESSION, sampleNote())
  services.addPerson('Dr Other', PASSPHRASE)
  const other = new Browser(app)
  await other.signIn('Dr Other')
  const body = { revision: 1, change: { kind: 'add-sentence', sectionKey: 'plan', text: 'x' } }
  for (const id of [SESSION, OTHER_SESSION]) {
    const read = await other.ask(`/api/v1/notes/${id}`)
    const changed = await other.ask(`/api/v1/notes/${id}/changes`, { body })
    t.strictSame([read.status, read.json()], [404, { code: 'NOTE_NOT_FOUND' }])
    t.strictSame([changed.status, changed.json()], [404, { code: 'NOTE_NOT_FOUND' }])
    t.strictSame((await other.ask(`/api/v1/sessions/${id}/transcript`)).json(), { turns: [] })
  }
  t.strictSame((await other.ask('/api/v1/notes')).json(), { total: 0, notes: [] })
})

t.test('bad requests are refused by the schema without being quoted', async t => {
  const { app, services } = await testBox(t)
  services.people.get('Dr Example')!.notebook.notes.set(SESSION, sampleNote())
  const browser = new Browser(app)
  await browser.signIn()
  const url = `/api/v1/notes/${SESSION}/changes`
  const change = { kind: 'add-sentence', sectionKey: 'plan', text: 'Canarybird' }
  const bad: readonly (readonly [string, unknown])[] = [
    ['an unknown kind', { revision: 1, change: { ...change, kind: 'unsign' } }],
    ['a field too many', { revision: 1, change: { ...change, canarybird: 'Canarybird' } }],
    ['a field too many outside', { revision: 1, change, canarybird: 1 }],
    ['a text as number', { revision: '1', change }],
    ['too long a text', { revision: 1, change: { ...change, text: 'Canarybird'.repeat(401) } }],
    ['an empty text', { revision: 1, change: { ...change, text: '' } }],
    ['no body', {}],
    ['an array', [1]],
  ]
  for (const [what, body] of bad) {
    const answer = await browser.ask(url, { body })
    t.equal(answer.status, 400, what)
    t.strictSame(answer.json(), { code: 'REQUEST_INVALID' })
  }
  const torn = await browser.ask(url, { body: '{"Canarybird": ', headers: { 'content-type': 'application/json' } })
  t.strictSame([torn.status, torn.body], [400, '{"code":"REQUEST_INVALID"}'])
  const form = await browser.ask(url, {
    body: 'a=Canarybird',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  t.strictSame([form.status, form.body], [415, '{"code":"REQUEST_INVALID"}'])
  const plain = await browser.ask(url, {
    body: JSON.stringify({ revision: 1, change }),
    headers: { 'content-type': 'text/plain' },
  })
  t.equal(plain.status, 415, 'JSON under another name is not JSON')
  const huge = await browser.ask(url, {
    body: 'x'.repeat(128 * 1024 + 1),
    headers: { 'content-type': 'application/json' },
  })
  t.equal(huge.status, 413)
  t.equal((await browser.ask('/api/v1/notes?limit=101')).status, 400)
  t.equal((await browser.ask('/api/v1/notes?order=name')).status, 400)
  t.equal((await browser.ask('/api/v1/notes/not-an-id')).status, 400)
  t.equal((await browser.ask('/%E0%A4%A')).status, 400)
  t.equal((await browser.ask('/../../package.json')).status, 404)
  t.equal((await browser.ask('/modules/companion/web/tsconfig.json')).status, 404)
})

t.test('gestures go to the box, but not against what the person saw, and never open the pairing window', async t => {
  const { app, services } = await testBox(t)
  const browser = new Browser(app)
  await browser.signIn()
  t.equal((await browser.ask('/api/v1/gestures', { body: { gesture: 'press', phase: 'idle' } })).status, 204)
  t.equal((await browser.ask('/api/v1/gestures', { body: { gesture: 'press', phase: 'recording' } })).status, 409)
  t.equal((await browser.ask('/api/v1/gestures', { body: { gesture: 'hold_10s' } })).status, 400)
  t.strictSame(services.gestures, ['press'])
  services.device = null
  t.equal((await browser.ask('/api/v1/gestures', { body: { gesture: 'press' } })).status, 503)
  t.equal((await browser.ask(`/api/v1/sessions/${SESSION}/discard`, { method: 'POST' })).status, 204)
  t.strictSame(services.discarded, [SESSION])
})

t.test('receipt, proof, transcript and root certificate', async t => {
  const { app, services } = await testBox(t)
  services.receiptFiles.set(SESSION, Buffer.from('line 1\nline 2\n'))
  services.people.get('Dr Example')!.notebook.live.set(SESSION, TURNS)
  const browser = new Browser(app)
  await browser.signIn()
  const receipt = await browser.ask(`/api/v1/receipts/${SESSION}`)
  t.equal(receipt.body, 'line 1\nline 2\n')
  t.equal(receipt.headers['content-type'], 'application/octet-stream')
  t.equal(receipt.headers['content-disposition'], `attachment; filename="earshot-${SESSION}.receipt"`)
  t.equal((await browser.ask(`/api/v1/receipts/${OTHER_SESSION}`)).status, 404)
  const proof = (await browser.ask('/api/v1/proof')).json()
  t.match(proof, { publicKey: '07'.repeat(32), ledgerHead: { sha256: 'cd'.repeat(32) }, limits: [...HONEST_LIMITS] })
  t.match(proof, { downgrades: [{ name: 'simulated-button' }, {}, { name: 'swap-on', refuses: true }] })
  services.device = null
  t.match((await browser.ask('/api/v1/proof')).json(), { downgrades: null }, 'not knowing is not "none"')
  t.strictSame((await browser.ask(`/api/v1/sessions/${SESSION}/transcript`)).json(), {
    turns: JSON.parse(JSON.stringify(TURNS)),
  })
  const root = await new Browser(app).ask('/api/v1/ca.crt')
  t.match(root.body, /BEGIN CERTIFICATE/)
  t.equal(root.headers['content-type'], 'application/x-x509-ca-cert')
})

t.test('a vault that was locked elsewhere ends the sign-in', async t => {
  const { app, services } = await testBox(t)
  const browser = new Browser(app)
  await browser.signIn()
  services.unlocked[0]!.lock()
  const answer = await browser.ask('/api/v1/notes')
  t.equal(answer.status, 401)
  t.match(answer.json(), { code: 'VAULT_LOCKED' })
  t.match((await browser.ask('/api/v1/me')).json(), { code: 'SIGN_IN_REQUIRED' })
})

t.test('an unforeseen error is INTERNAL to the browser and frames without words to the log', async t => {
  const { app, services, log } = await testBox(t)
  services.failSignInWith = new SyntaxError(
    'Unexpected token "Canarybird\n    at Canarybird (file:///Canarybird.js:1:1)"',
  )
  const answer = await new Browser(app).signIn()
  t.strictSame([answer.status, answer.body], [500, '{"code":"INTERNAL"}'])
  const failed = log.filter(line => line.includes('request_failed'))
  t.equal(failed.length, 1)
  t.match(failed[0], /"route":"\/api\/v1\/sign-in".*app\.test\.[jt]s:\d+/)
  t.notMatch(log.join(''), /Canarybird/)
})

t.test('a refused or failed ledger entry keeps the vault locked', async t => {
  const { app, services } = await testBox(t)
  services.ledger.append = async () => {
    throw new Error('disk full')
  }
  t.equal((await new Browser(app).signIn()).status, 500)
  t.ok(services.unlocked[0]?.locked)
})

t.test('the rate limit answers with a code', async t => {
  const { app } = await testBox(t, { options: { perMinute: { all: 5, entrance: 3 } } })
  const statuses: number[] = []
  for (let i = 0; i < 6; i++) statuses.push((await new Browser(app).ask('/api/v1/box')).status)
  t.strictSame(statuses, [200, 200, 200, 200, 200, 429])
  const entrance: number[] = []
  for (let i = 0; i < 4; i++) entrance.push((await new Browser(app).signIn('a', 'b')).status)
  t.strictSame(entrance, [401, 401, 401, 429])
})

t.test('Host and Origin: every allowed name, with and without port, in any case; nothing else', async t => {
  const { app } = await testBox(t)
  const browser = new Browser(app)
  for (const host of [HOST, 'EARSHOT.local', `${HOST}:8443`, 'localhost', '[::1]', '[::1]:443']) {
    t.equal((await browser.ask('/api/v1/box', { headers: { host } })).status, 200, host)
  }
  for (const host of [
    'evil.test',
    'earshot.local.evil.test',
    'earshot.local:443:1',
    '127.0.0.1',
    'earshot.local@evil.test',
  ]) {
    const answer = await browser.ask('/api/v1/box', { headers: { host } })
    t.equal(answer.status, 421, host)
    t.match(answer.json(), { code: 'REQUEST_HOST_REFUSED' })
  }
  const body = { name: 'Dr Example', passphrase: PASSPHRASE }
  for (const origin of [
    undefined,
    'null',
    'http://earshot.local',
    `${ORIGIN}:8443`,
    'https://localhost',
    'https://evil.test',
  ]) {
    t.equal((await browser.ask('/api/v1/sign-in', { body, headers: { origin } })).status, 403, String(origin))
  }
  for (const site of ['cross-site', 'same-site', 'none']) {
    t.equal((await browser.ask('/api/v1/sign-in', { body, headers: { 'sec-fetch-site': site } })).status, 403, site)
  }
  t.equal((await browser.ask('/api/v1/sign-in', { body, headers: { 'sec-fetch-site': undefined } })).status, 200)
  t.equal((await browser.ask('/api/v1/notes', { headers: { 'sec-fetch-site': 'cross-site' } })).status, 403)
  t.equal((await browser.ask('/', { headers: { 'sec-fetch-site': 'cross-site' } })).status, 200, 'a link may lead here')
})
