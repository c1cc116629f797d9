import t from 'tap'
import { addressBytes, boxNames } from '../../../companion/tls/box-names.js'

t.test('names are sorted into host names and addresses, in lower case, once each', async t => {
  t.strictSame(boxNames(['Earshot.local', 'earshot.local', '192.168.1.5', '[::1]', '::1', 'localhost']), {
    dns: ['earshot.local', 'localhost'],
    ips: ['192.168.1.5', '::1'],
  })
})

t.test('addresses are spelt out in bytes', async t => {
  const hex = (ip: string) => Buffer.from(addressBytes(ip)).toString('hex')
  t.equal(hex('192.168.1.5'), 'c0a80105')
  t.equal(hex('::'), '0'.repeat(32))
  t.equal(hex('::1'), `${'0'.repeat(31)}1`)
  t.equal(hex('fe80::'), `fe80${'0'.repeat(28)}`)
  t.equal(hex('2001:db8::8:800:200c:417a'), '20010db80000000000080800200c417a')
  t.equal(hex('1:2:3:4:5:6:7:8'), '00010002000300040005000600070008')
})
