import t from 'tap'
import { LED_PATTERNS, type LedPattern } from '../../../device/contracts/led.js'
import { TerminalLed } from '../../../device/light/led-terminal.js'

function shown(isTTY: boolean) {
  const written: string[] = []
  const led = new TerminalLed({ isTTY, write: text => written.push(text) })
  return { led, written }
}

t.test('every pattern has a sign of its own and says what it means', async t => {
  const lines = (Object.keys(LED_PATTERNS) as LedPattern[]).map(pattern => {
    const { led, written } = shown(false)
    led.show(pattern, 'because')
    t.equal(written.length, 1)
    t.match(written[0], `${pattern}: ${LED_PATTERNS[pattern]} [because]\n`)
    return written[0]?.split(' ')[0]
  })
  t.equal(new Set(lines).size, Object.keys(LED_PATTERNS).length)
})

t.test('on a terminal the line is rewritten in place, and stopping goes dark and leaves the line', async t => {
  const { led, written } = shown(true)
  led.show('solid', 'recording')
  t.ok(written[0]?.startsWith('\r\u001b[2K'))
  t.match(written[0], 'solid')
  t.notMatch(written[0], /\n/)
  led.stop()
  t.match(written.slice(1).join(''), /off.*\n$/)
})
