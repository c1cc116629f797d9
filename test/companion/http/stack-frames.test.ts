import t from 'tap'
import { stackFrames } from '../../../companion/http/stack-frames.js'

t.test('frames say where, and nothing of what', async t => {
  const error = new Error('Canarybird\n    at Canarybird (file:///Canarybird.js:1:2)')
  const frames = stackFrames(error)
  t.match(frames, /^at .*stack-frames\.test\.[jt]s:\d+:\d+/)
  t.notMatch(frames, /Canarybird/)
  t.equal(stackFrames('Canarybird'), '')
  t.notMatch(stackFrames(Object.assign(new Error('x'), { stack: 'Canarybird at large' })), /Canarybird/)
})
