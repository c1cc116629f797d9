import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { openIdentity } from '../../companion/ledger/identity.js'
import { ReceiptStore } from '../../companion/receipts/receipt-store.js'
import { ciphertext, evidenceOf, openLedger, record, segmentKey, wholeJournal } from '../support/receipted-session.js'
import { root } from '../support/root.js'
import { sessionNumber } from '../support/stored-things.js'

const PROGRAM = fileURLToPath(new URL('../../scripts/verify-receipt.js', import.meta.url))
const ONE = sessionNumber(1)

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

async function box(t: Test) {
  const state = t.testdir()
  const identity = await openIdentity(state)
  const ledger = await openLedger(t, state, identity)
  const journal = wholeJournal(ONE, 2)
  await record(ledger, ONE, journal.slice(0, 5))
  await ledger.append('sign_in', null, {})
  await record(ledger, ONE, journal.slice(5))
  const store = await ReceiptStore.open(state, identity)
  const file = await store.issue(evidenceOf(ONE, journal, await ledger.excerpt(ONE)))
  await ledger.append('receipt_issued', ONE, { kind: 'destroyed', segments: 2 })
  const key = Buffer.from(identity.publicKey).toString('hex')
  return { state, file, key, keyFile: join(state, 'identity', 'box.pub'), log: join(state, 'ledger', 'ledger.log') }
}

t.test('a receipt that holds: plain words, and exit status 0', async t => {
  const { file, key, keyFile, log } = await box(t)
  for (const args of [
    ['--key', key],
    ['--key', key.toUpperCase()],
    ['--key', keyFile],
    ['--key', key, '--ledger', log],
  ]) {
    const { status, stdout, stderr } = run(file, ...args)
    t.equal(status, 0, stderr)
    t.match(stdout, /THE RECEIPT HOLDS/)
    t.match(stdout, /captured: 120\.0 seconds in 2 pieces, sealed in tmpfs/)
    t.match(stdout, /yes {2}no key was left/)
    t.match(stdout, /The box does not claim:/)
    t.match(stdout, /the sound comes from a file, not from a microphone/)
  }
})

t.test('a receipt that does not hold: what is wrong, and exit status 1', async t => {
  const { file, key, state } = await box(t)
  const bytes = readFileSync(file, 'utf8')
  const changed = join(state, 'changed')
  writeFileSync(changed, bytes.replace('"segments":2', '"segments":1'))
  t.match(run(changed, '--key', key), { status: 1, stdout: /the receipt was changed, or it is forged/ })
  writeFileSync(changed, 'hello')
  t.match(run(changed, '--key', key), { status: 1, stdout: /not a receipt/ })
  const other = createHash('sha256').update('other').digest('hex')
  t.match(run(file, '--key', other), { status: 1, stdout: /signed by another box/ })
})

t.test('what cannot be looked at: usage, and exit status 2', async t => {
  const { file, key, state } = await box(t)
  for (const args of [
    [],
    [file],
    ['--key', key],
    [file, file, '--key', key],
    [file, '--key', 'abc'],
    [file, '--nonsense'],
  ]) {
    const { status, stdout, stderr } = run(...args)
    t.equal(status, 2, args.join(' '))
    t.match(stdout + stderr, /usage:/)
  }
  t.equal(run(join(state, 'nothing'), '--key', key).status, 2)
  t.equal(run('--help').status, 0)
})

t.test('invariant 9: against the ledger, a line removed, changed or hidden is found', async t => {
  const { file, key, log, state } = await box(t)
  const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1)
  const ledger = join(state, 'broken.log')
  for (let at = 0; at < lines.length - 1; at++) {
    writeFileSync(
      ledger,
      lines
        .filter((_, n) => n !== at)
        .map(line => `${line}\n`)
        .join(''),
    )
    t.match(
      run(file, '--key', key, '--ledger', ledger),
      { status: 1, stdout: /THE RECEIPT DOES NOT HOLD/ },
      `line ${at}`,
    )
  }
  writeFileSync(ledger, `${lines.slice(0, 4).join('\n')}\n`)
  t.match(run(file, '--key', key, '--ledger', ledger), {
    status: 1,
    stdout: /ledger lines of the receipt are not in the ledger/,
  })
  writeFileSync(ledger, '')
  t.equal(run(file, '--key', key, '--ledger', ledger).status, 1)
})

t.test('whoever produces a key that the receipt says was destroyed contradicts it', async t => {
  const { file, key, state } = await box(t)
  const sealed = join(state, 'sealed')
  writeFileSync(sealed, ciphertext(2))
  const hex = Buffer.from(segmentKey(2)).toString('hex')
  t.match(run(file, '--key', key, '--segment-key', hex), {
    status: 1,
    stdout: /RECEIPT CONTRADICTED: this is the key of segment 2/,
  })
  t.match(run(file, '--key', key, '--segment-key', hex, '--ciphertext', sealed), {
    status: 1,
    stdout: /CONTRADICTED[\s\S]*is the one it belongs to/,
  })
  writeFileSync(sealed, ciphertext(1))
  t.match(run(file, '--key', key, '--segment-key', hex, '--ciphertext', sealed), {
    status: 1,
    stdout: /is another one/,
  })
  const raw = join(state, 'raw.key')
  writeFileSync(raw, segmentKey(1))
  t.match(run(file, '--key', key, '--segment-key', raw), { status: 1, stdout: /key of segment 1/ })
  t.match(run(file, '--key', key, '--segment-key', '11'.repeat(32)), {
    status: 0,
    stdout: /belongs to none of the segments/,
  })
})

t.test('it can be carried to a machine that has Node and nothing of ours', async t => {
  const { file, key, state } = await box(t)
  const built = join(dirname(PROGRAM), '..')
  const carried = join(state, 'carried')
  const wanted = [PROGRAM]
  for (const source of wanted) {
    const text = readFileSync(source, 'utf8')
    for (const [, specifier = ''] of text.matchAll(/from '([^']+)'/g)) {
      if (specifier.startsWith('node:')) continue
      t.match(specifier, /^\.\.?\//, 'imports nothing but Node and its neighbours')
      const next = join(dirname(source), specifier)
      if (!wanted.includes(next)) wanted.push(next)
    }
    const to = join(carried, relative(built, source))
    mkdirSync(dirname(to), { recursive: true })
    cpSync(source, to)
  }
  writeFileSync(join(carried, 'package.json'), '{"type":"module"}')
  t.notOk(existsSync(join(carried, 'node_modules')))
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(carried, 'scripts', 'verify-receipt.js'), file, '--key', key],
    {
      encoding: 'utf8',
      cwd: carried,
    },
  )
  t.equal(status, 0)
  t.match(stdout, /THE RECEIPT HOLDS/)
  t.ok(wanted.length < 20, `${wanted.length} files`)
})

/** The shell blocks of RECEIPT.md, as a stranger would copy them. */
function commandsOf(heading: string): string {
  const text = readFileSync(join(root, 'provisioning', 'RECEIPT.md'), 'utf8')
  const section = text.split(/^## /m).find(part => part.startsWith(heading)) ?? ''
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join('\n')
}

t.test('invariant 9: openssl verifies a receipt and a ledger line by the commands of RECEIPT.md', async t => {
  const { file, keyFile, log, state } = await box(t)
  const openssl = (heading: string) => {
    const cwd = join(state, 'stranger')
    mkdirSync(cwd, { recursive: true })
    cpSync(file, join(cwd, 'session.receipt'))
    cpSync(keyFile, join(cwd, 'box.pub'))
    cpSync(log, join(cwd, 'ledger.log'))
    const script = `set -e\n${commandsOf(heading)}`
    return spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8' })
  }
  for (const heading of ['Verify a receipt with openssl', 'Verify a ledger line with openssl']) {
    const good = openssl(heading)
    t.equal(good.status, 0, good.stderr)
    t.match(good.stdout, /Signature Verified Successfully/)
  }
  writeFileSync(file, readFileSync(file, 'utf8').replace('"segments":2', '"segments":1'))
  const bad = openssl('Verify a receipt with openssl')
  t.not(bad.status, 0)
  t.notMatch(bad.stdout, /Signature Verified Successfully/)
  const lines = readFileSync(log, 'utf8').split('\n')
  writeFileSync(log, [lines[0]!.replace('"format":1', '"format":2'), ...lines.slice(1)].join('\n'))
  t.not(openssl('Verify a ledger line with openssl').status, 0)
})
