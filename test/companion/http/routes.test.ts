import t from 'tap'
import { type Asked, Browser, PASSPHRASE, type TestBox, testBox } from '../../support/lan-app.js'
import { SESSION, sampleNote } from '../../support/sample-note.js'

/**
 * Every route of the API: whom it serves, and a request that it would grant. A route that is missing here fails the
 * test below: whoever adds one decides here who may use it.
 */
const ROUTES: Readonly<Record<string, { access: 'public' | 'entrance' | 'signed-in'; url?: string; body?: unknown }>> =
  {
    'GET /api/v1/box': { access: 'public' },
    'GET /api/v1/ca.crt': { access: 'public' },
    'GET /docs': { access: 'public' },
    'GET /docs/openapi.json': { access: 'public' },
    'POST /api/v1/claim': {
      access: 'public',
      body: { code: 'x', name: 'Dr Example', credentials: '', passphrase: PASSPHRASE },
    },
    'POST /api/v1/sign-in': { access: 'entrance', body: { name: 'Dr Example', passphrase: PASSPHRASE } },
    'POST /api/v1/recover': {
      access: 'entrance',
      body: { name: 'Dr Example', recoveryCode: 'RECO-VERY-CODE-0001', newPassphrase: PASSPHRASE },
    },
    'POST /api/v1/sign-out': { access: 'signed-in' },
    'GET /api/v1/me': { access: 'signed-in' },
    'GET /api/v1/live': { access: 'signed-in' },
    'GET /api/v1/live/events': { access: 'signed-in' },
    'POST /api/v1/gestures': { access: 'signed-in', body: { gesture: 'press' } },
    'POST /api/v1/sessions/:id/discard': { access: 'signed-in', url: `/api/v1/sessions/${SESSION}/discard` },
    'GET /api/v1/sessions/:id/transcript': { access: 'signed-in', url: `/api/v1/sessions/${SESSION}/transcript` },
    'GET /api/v1/notes': { access: 'signed-in' },
    'GET /api/v1/notes/:id': { access: 'signed-in', url: `/api/v1/notes/${SESSION}` },
    'POST /api/v1/notes/:id/changes': {
      access: 'signed-in',
      url: `/api/v1/notes/${SESSION}/changes`,
      body: { revision: 1, change: { kind: 'consent', state: 'given', method: 'verbal' } },
    },
    'GET /api/v1/receipts/:id': { access: 'signed-in', url: `/api/v1/receipts/${SESSION}` },
    'GET /api/v1/proof': { access: 'signed-in' },
  }
/** The pages' files. */
const STATIC = /^(GET|HEAD) \/($|[\w-]+\.(html|css|svg)$|modules\/[\w/-]+\.js$)/

async function box(t: Tap): Promise<TestBox> {
  const made = await testBox(t)
  made.services.people.get('Dr Example')!.notebook.notes.set(SESSION, sampleNote())
  made.services.receiptFiles.set(SESSION, Buffer.from('receipt'))
  return made
}

type Tap = Parameters<typeof testBox>[0]

t.test('every route is in the table, and every entry of the table is a route', async t => {
  const found: string[] = []
  await testBox(t, { options: { onRoute: ({ method, url }) => found.push(`${method} ${url}`) } })
  t.strictSame(
    found.filter(route => !STATIC.test(route)).sort(),
    Object.keys(ROUTES).sort(),
    'add the route to the table of this test, with whom it serves',
  )
  t.ok(found.includes('GET /'), 'the page itself')
  t.ok(found.includes('GET /modules/companion/web/main.js'), 'its modules: build with tsc -p companion/web')
})

/** Requests that differ from a good one in one thing, and what a signed-in route must answer. */
const WRONG = {
  'no sign-in': { 'signed-in': 401, entrance: 200, public: 200 },
  'an unknown cookie': { 'signed-in': 401, entrance: 200, public: 200 },
  'an expired sign-in': { 'signed-in': 401, entrance: 200, public: 200 },
  'a sign-in that idled': { 'signed-in': 401, entrance: 200, public: 200 },
  'a sign-in that was ended': { 'signed-in': 401, entrance: 200, public: 200 },
  'a wrong Host': { 'signed-in': 421, entrance: 421, public: 421 },
  'a wrong Origin': { 'signed-in': 403, entrance: 403, public: 403 },
  'another site': { 'signed-in': 403, entrance: 403, public: 403 },
  'no CSRF token': { 'signed-in': 403, entrance: 200, public: 200 },
  'the CSRF token of another sign-in': { 'signed-in': 403, entrance: 200, public: 200 },
} as const
const CHANGES_ONLY: readonly string[] = ['a wrong Origin', 'no CSRF token', 'the CSRF token of another sign-in']

for (const [wrong, statuses] of Object.entries(WRONG)) {
  t.test(`with ${wrong} no route gives what is not public`, async t => {
    for (const [route, { access, url, body }] of Object.entries(ROUTES)) {
      const [method = '', path = ''] = route.split(' ')
      if (CHANGES_ONLY.includes(wrong) && method === 'GET') continue
      if (wrong === 'another site' && method === 'GET' && access === 'public') continue
      const { app, services, clock } = await box(t)
      const browser = new Browser(app)
      await browser.signIn()
      const headers = await spoil(wrong, browser, { clock })
      const before = JSON.stringify([...services.people.get('Dr Example')!.notebook.notes.values()])
      const { status, body: answer } = await browser.ask(url ?? path, { method, body, headers })
      const expected = statuses[access]
      // Where the guards let a public request through, the route itself may still say no: a second claim does.
      if (expected === 200) t.ok([200, 410].includes(status), `${route} ${status}`)
      else t.equal(status, expected, route)
      if (expected !== 200) {
        t.match(JSON.parse(answer), { code: /^(SIGN_IN_REQUIRED|REQUEST_(HOST|ORIGIN)_REFUSED)$/ }, route)
        t.equal(JSON.stringify([...services.people.get('Dr Example')!.notebook.notes.values()]), before, 'no change')
        t.strictSame([services.gestures, services.discarded], [[], []])
      }
    }
  })
}

async function spoil(
  wrong: string,
  browser: Browser,
  { clock }: Pick<TestBox, 'clock'>,
): Promise<NonNullable<Asked['headers']>> {
  switch (wrong) {
    case 'no sign-in':
      browser.cookie = null
      return {}
    case 'an unknown cookie':
      browser.cookie = 'a'.repeat(43)
      return {}
    case 'an expired sign-in':
      for (let minutes = 0; minutes < 12 * 60; minutes += 9) {
        clock.nowMs += 9 * 60_000
        await browser.ask('/api/v1/me')
      }
      return {}
    case 'a sign-in that idled':
      clock.nowMs += 10 * 60_000
      return {}
    case 'a sign-in that was ended': {
      const { cookie } = browser
      await browser.ask('/api/v1/sign-out', { method: 'POST' })
      browser.cookie = cookie
      return {}
    }
    case 'a wrong Host':
      return { host: 'evil.test', origin: 'https://evil.test' }
    case 'a wrong Origin':
      return { origin: 'https://evil.test' }
    case 'another site':
      return { 'sec-fetch-site': 'cross-site' }
    case 'the CSRF token of another sign-in':
      return { 'x-csrf-token': 'b'.repeat(43) }
    default:
      return { 'x-csrf-token': undefined }
  }
}

t.test('every answer of every route carries the same protecting headers, errors too', async t => {
  const { app } = await box(t)
  const browser = new Browser(app)
  await browser.signIn()
  const expected = {
    'content-security-policy':
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';" +
      "form-action 'self';base-uri 'none';frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
  }
  /** What is of the answer and not of its protection. */
  const own = [
    'cache-control',
    'connection',
    'content-disposition',
    'content-length',
    'content-type',
    'date',
    'etag',
    'keep-alive',
    'set-cookie',
    'transfer-encoding',
    'accept-ranges',
    'last-modified',
    'vary',
  ]
  const check = (route: string, headers: Readonly<Record<string, unknown>>, noStore: boolean) => {
    const rest = Object.fromEntries(Object.entries(headers).filter(([name]) => !own.includes(name)))
    t.strictSame(rest, expected, route)
    t.equal(headers['cache-control'], noStore ? 'no-store' : 'no-cache', `${route} cache`)
  }
  for (const [route, { url, body }] of Object.entries(ROUTES)) {
    if (route.endsWith('/live/events') || route.endsWith('sign-out')) continue
    const [method = '', path = ''] = route.split(' ')
    check(route, (await browser.ask(url ?? path, { method, body })).headers, true)
  }
  check('an error', (await browser.ask('/api/v1/notes/none')).headers, true)
  check('no route', (await browser.ask('/api/v1/nothing')).headers, true)
  check('a wrong Host', (await browser.ask('/api/v1/box', { headers: { host: 'evil.test' } })).headers, true)
  check('the page', (await browser.ask('/')).headers, false)
  check('the style', (await browser.ask('/earshot.css')).headers, false)
})

t.test('a word of a note is in no log, no error, no header and no URL', async t => {
  const { app, services, log } = await testBox(t)
  const note = sampleNote()
  const canary = 'Canarybird'
  const sentence = { id: 'plan-9', text: canary, source: 'clinician' as const, evidence: [] }
  const sections = note.sections.map(section => ({ ...section, sentences: [...section.sentences, sentence] }))
  services.people.get('Dr Example')!.notebook.notes.set(SESSION, { ...note, sections })
  const browser = new Browser(app)
  await browser.signIn()
  const seen: string[] = []
  const ask = async (url: string, asked: Asked = {}) => {
    const answer = await browser.ask(url, asked)
    seen.push(JSON.stringify(answer.headers))
    if (answer.status >= 400) seen.push(answer.body)
    return answer
  }
  t.match((await ask(`/api/v1/notes/${SESSION}`)).body, canary, 'the note itself has it')
  const changes = `/api/v1/notes/${SESSION}/changes`
  const change = { kind: 'add-sentence', sectionKey: 'plan', text: canary }
  t.equal((await ask(changes, { body: { revision: 1, change } })).status, 200)
  t.equal((await ask(changes, { body: { revision: 1, change } })).status, 409)
  t.equal((await ask(changes, { body: { revision: 2, change: { ...change, sectionKey: canary } } })).status, 400)
  t.equal((await ask(changes, { body: { revision: 2, change: { ...change, [canary]: canary } } })).status, 400)
  t.equal(
    (await ask(changes, { body: `{"revision": ${canary}`, headers: { 'content-type': 'application/json' } })).status,
    400,
  )
  t.equal((await ask(`/api/v1/notes/${canary}`)).status, 400)
  t.equal((await ask(`/api/v1/notes?${canary}=${canary}`)).status, 400)
  t.equal((await ask(`/api/v1/${canary}`)).status, 404)
  t.equal((await ask(`/${canary}%`)).status, 400)
  t.equal((await browser.signIn(canary, canary)).status, 401)
  services.unlocked[0]!.changeNote = async () => {
    throw new Error(`cannot store ${canary}`)
  }
  await browser.signIn()
  services.unlocked[1]!.changeNote = services.unlocked[0]!.changeNote
  t.equal((await ask(changes, { body: { revision: 2, change } })).status, 500)
  t.notMatch(seen.join('\n'), new RegExp(canary, 'i'))
  t.ok(log.length > 8)
  t.notMatch(log.join('\n'), new RegExp(canary, 'i'))
  t.notMatch(log.join('\n'), SESSION, 'not even session ids: routes are patterns')
})

t.test(
  'the OpenAPI document knows every route of the API, and /docs shows it without script or style of its own',
  async t => {
    const { app } = await box(t)
    const browser = new Browser(app)
    const document = (await browser.ask('/docs/openapi.json')).json() as {
      paths: Record<string, Record<string, unknown>>
    }
    const paths = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${path.replace('{id}', ':id')}`),
    )
    t.strictSame(
      paths.sort(),
      Object.keys(ROUTES)
        .filter(route => route.includes('/api/'))
        .sort(),
    )
    const page = (await browser.ask('/docs')).body
    for (const path of Object.keys(document.paths)) t.match(page, path)
    t.notMatch(page, /<script|<style|style=|onclick|http:|https:/)
  },
)
