import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { certificateFingerprint } from '../../../companion/tls/fingerprint.js'
import { makeRoot } from '../../../companion/tls/issue.js'

t.test('the fingerprint is the one that openssl prints', async t => {
  const { certificate } = await makeRoot({ dns: ['earshot.local'], ips: [] }, Date.now())
  const file = join(t.testdir({ 'root.crt': certificate }), 'root.crt')
  const printed = execFileSync('openssl', ['x509', '-in', file, '-noout', '-fingerprint', '-sha256']).toString()
  t.equal(printed.trim().split('=')[1], certificateFingerprint(certificate))
})
