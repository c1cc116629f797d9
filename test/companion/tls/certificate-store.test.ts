import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { openCertificates } from '../../../companion/tls/certificate-store.js'
import { certificateFingerprint } from '../../../companion/tls/fingerprint.js'

const run = promisify(execFile)
const NAMES = ['earshot.local', 'localhost', '127.0.0.1', '::1']
const DAY = 86_400_000
const NOW = Date.now()

t.test('the first start makes a root and a leaf, the second finds them', async t => {
  const directory = join(t.testdir(), 'tls')
  const first = await openCertificates(directory, NAMES, NOW)
  t.strictSame(first.made, ['root', 'leaf'])
  t.strictSame((await readdir(directory)).sort(), ['leaf.pem', 'root.crt', 'root.pem'])
  for (const name of ['leaf.pem', 'root.pem']) t.equal(statSync(join(directory, name)).mode & 0o077, 0, name)
  t.notMatch(readFileSync(join(directory, 'root.crt'), 'utf8'), /PRIVATE/)
  const second = await openCertificates(directory, NAMES, NOW)
  t.strictSame(second, { ...first, made: [] })
  t.equal(first.rootFingerprint, certificateFingerprint(readFileSync(join(directory, 'root.crt'), 'utf8')))
})

t.test('the root is P-256, ends at its leaves and names what it may vouch for; the leaf lives 397 days', async t => {
  const directory = join(t.testdir(), 'tls')
  const { serverContext } = await openCertificates(directory, NAMES, NOW)
  const root = await openssl(join(directory, 'root.crt'), 'x509', '-noout', '-text')
  t.match(root, /prime256v1/)
  t.match(root, /Basic Constraints: critical\s+CA:TRUE, pathlen:0/)
  t.match(root, /Name Constraints: critical/)
  for (const permitted of ['DNS:earshot.local', 'IP:10.0.0.0/255.0.0.0', 'IP:192.168.0.0/255.255.0.0']) {
    t.match(root, permitted)
  }
  t.match(root, /IP:172.16.0.0\/255.240.0.0/)
  const leaf = new X509Certificate(serverContext.cert)
  t.equal(leaf.ca, false)
  const days = (Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)) / DAY
  t.ok(days <= 397 && days > 396.9, `${days} days`)
  t.match(leaf.subjectAltName, 'DNS:earshot.local, DNS:localhost, IP Address:127.0.0.1')
})

t.test('a client with the root is served; without it, or under another name, it refuses', async t => {
  const { rootCertificate, serverContext } = await openCertificates(join(t.testdir(), 'tls'), NAMES, NOW)
  const server = createServer({ ...serverContext, minVersion: 'TLSv1.2' }, (_request, response) => response.end('here'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const ask = (options: object) =>
    new Promise<string>((resolve, reject) => {
      get({ host: '127.0.0.1', port, agent: false, ...options }, response => {
        response.resume()
        resolve(String(response.statusCode))
      }).on('error', reject)
    })
  t.equal(await ask({ ca: rootCertificate }), '200', 'by address')
  t.equal(await ask({ ca: rootCertificate, servername: 'earshot.local' }), '200', 'by name')
  await t.rejects(ask({}), /unable to verify|self.signed/i)
  await t.rejects(ask({ ca: rootCertificate, servername: 'other.local' }), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  await t.rejects(
    ask({ ca: rootCertificate, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' }),
    /SSL|EPROTO|ECONNRESET|protocol/,
  )
})

t.test('the root cannot vouch for another site or a public address, in openssl', async t => {
  const directory = t.testdir()
  await openCertificates(join(directory, 'tls'), NAMES, NOW)
  const leafFor = async (altName: string) => {
    writeFileSync(join(directory, 'san.cnf'), `subjectAltName=${altName}\nbasicConstraints=critical,CA:FALSE\n`)
    const at = (name: string) => join(directory, name)
    await run('openssl', [
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      at('k.pem'),
      '-out',
      at('r.csr'),
      '-subj',
      '/O=evil',
    ])
    await run('openssl', [
      'x509',
      '-req',
      '-in',
      at('r.csr'),
      '-CA',
      at('tls/root.crt'),
      '-CAkey',
      at('tls/root.pem'),
      '-out',
      at('l.pem'),
      '-days',
      '30',
      '-extfile',
      at('san.cnf'),
    ])
    return run('openssl', ['verify', '-CAfile', at('tls/root.crt'), at('l.pem')]).then(
      ({ stdout }) => stdout,
      (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
    )
  }
  t.match(await leafFor('DNS:earshot.local,IP:192.168.1.9,IP:::1'), /: OK/)
  t.match(await leafFor('DNS:evil.example.com'), /permitted subtree violation/)
  t.match(await leafFor('DNS:earshot.local.example.com'), /permitted subtree violation/)
  for (const ip of ['8.8.8.8', '11.0.0.1', '172.32.0.1', '192.169.0.1', '2001:db8::1', '::2']) {
    t.match(await leafFor(`IP:${ip}`), /permitted subtree violation/, ip)
  }
  for (const ip of ['10.255.0.1', '172.31.0.1', '127.0.0.9', 'fd00::1', 'fe80::1']) {
    t.match(await leafFor(`IP:${ip}`), /: OK/, ip)
  }
})

t.test('a leaf is renewed below 132 days, and the root stays', async t => {
  const directory = join(t.testdir(), 'tls')
  const first = await openCertificates(directory, NAMES, NOW)
  const left = Date.parse(new X509Certificate(first.serverContext.cert).validTo)
  const before = await openCertificates(directory, NAMES, left - 132 * DAY)
  t.strictSame(before.made, [], 'with exactly 132 days left it is kept')
  const after = await openCertificates(directory, NAMES, left - 132 * DAY + 1)
  t.strictSame(after.made, ['leaf'])
  t.equal(after.rootCertificate, first.rootCertificate)
  t.not(after.serverContext.key, first.serverContext.key)
})

t.test('a new private address makes a new leaf only; a new host name makes a new root too', async t => {
  const directory = join(t.testdir(), 'tls')
  await openCertificates(directory, NAMES, NOW)
  t.strictSame((await openCertificates(directory, [...NAMES, '192.168.1.20'], NOW)).made, ['leaf'])
  t.strictSame((await openCertificates(directory, NAMES, NOW)).made, ['leaf'], 'a name that is gone')
  t.strictSame((await openCertificates(directory, [...NAMES, 'box.local'], NOW)).made, ['root', 'leaf'])
})

t.test('a leaf from the future (a clock that was wrong) is replaced', async t => {
  const directory = join(t.testdir(), 'tls')
  await openCertificates(directory, NAMES, NOW)
  t.strictSame((await openCertificates(directory, NAMES, NOW - 2 * DAY)).made, ['leaf'])
})

t.test('a damaged leaf is made again, a damaged root is an error that stays', async t => {
  const directory = join(t.testdir(), 'tls')
  const { rootCertificate } = await openCertificates(directory, NAMES, NOW)
  writeFileSync(join(directory, 'leaf.pem'), 'torn')
  t.strictSame((await openCertificates(directory, NAMES, NOW)).made, ['leaf'])
  const root = readFileSync(join(directory, 'root.pem'), 'utf8')
  for (const damaged of ['', root.slice(0, root.length / 2), root.replace(/[A-Z]{6}/, 'AAAAAA')]) {
    writeFileSync(join(directory, 'root.pem'), damaged)
    await t.rejects(openCertificates(directory, NAMES, NOW), { code: 'STORAGE_DAMAGED' })
    t.equal(readFileSync(join(directory, 'root.pem'), 'utf8'), damaged)
  }
  t.equal(readFileSync(join(directory, 'root.crt'), 'utf8'), rootCertificate)
})

function openssl(file: string, ...args: string[]): Promise<string> {
  return run('openssl', [...args, '-in', file]).then(({ stdout }) => stdout)
}
