import { PassThrough } from 'node:stream'
import t from 'tap'
import type { ButtonEdge } from '../../../device/button/button.js'
import { TerminalButton } from '../../../device/button/button-terminal.js'
import { systemClock } from '../../../device/clock.js'
import { until } from '../../support/test-device.js'

function terminal() {
  const input = new PassThrough()
  const edges: ButtonEdge[] = []
  const button = new TerminalButton(systemClock, 30, input)
  button.start(edge => edges.push(edge))
  return { input, edges, button }
}

t.test('Enter is a press, longer than any debounce time and shorter than a hold', async t => {
  const { input, edges, button } = terminal()
  input.write('\n')
  await until(() => edges.length === 2, 'both edges')
  t.match(edges, [{ edge: 'down' }, { edge: 'up' }])
  const heldMs = edges[1]!.atMs - edges[0]!.atMs
  t.ok(heldMs >= 30, String(heldMs))
  button.stop()
})

t.test('a line while the button is down is part of the same press', async t => {
  const { input, edges, button } = terminal()
  input.write('\n\n\n')
  await until(() => edges.length === 2, 'both edges')
  await new Promise(resolve => setTimeout(resolve, 200))
  t.equal(edges.length, 2)
  button.stop()
})

t.test('hold and a number keeps it down for as long', async t => {
  const { input, edges, button } = terminal()
  input.write('hold 1\n')
  await until(() => edges.length === 2, 'both edges')
  t.ok(edges[1]!.atMs - edges[0]!.atMs >= 1000)
  button.stop()
})

t.test('stopped, it lets go of the terminal and tells nothing more', async t => {
  const { input, edges, button } = terminal()
  input.write('\n')
  await until(() => edges.length === 1, 'the first edge')
  button.stop()
  await new Promise(resolve => setTimeout(resolve, 200))
  t.equal(edges.length, 1)
})
