import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { StallWatch } from '../../../device/capture/stall-watch.js'

t.test('two seconds without sound after the first are a stall, told once', async t => {
  let stalls = 0
  const watch = new StallWatch(() => stalls++)
  watch.sound()
  await sleep(1200)
  watch.sound()
  await sleep(1200)
  t.equal(stalls, 0)
  for (const givenUpAt = Date.now() + 20_000; stalls === 0 && Date.now() < givenUpAt; ) await sleep(50)
  await sleep(600)
  t.equal(stalls, 1)
})

t.test('our own sleep is not the microphone’s', async t => {
  let stalls = 0
  const watch = new StallWatch(() => stalls++)
  watch.sound()
  const begun = performance.now()
  while (performance.now() - begun < 2600);
  await sleep(50)
  t.equal(stalls, 0)
  watch.stop()
})

t.test('stopped, it is silent', async t => {
  let stalls = 0
  const watch = new StallWatch(() => stalls++)
  watch.sound()
  watch.stop()
  await sleep(2400)
  t.equal(stalls, 0)
})
