import t from 'tap'
import { RecorderComplaints } from '../../../device/capture/recorder-complaints.js'

function heard(...texts: string[]) {
  const overruns: number[] = []
  const complaints = new RecorderComplaints(lostMs => void overruns.push(lostMs))
  for (const text of texts) complaints.read(text)
  return { overruns, error: complaints.notOpened() }
}

t.test('overruns are read, in whole lines and in pieces', t => {
  t.strictSame(heard('overrun!!! (at least 2574.942 ms long)\n').overruns, [2575])
  t.strictSame(heard('over', 'run!!! (at least 1', '.2 ms long)\nx').overruns, [1])
  t.strictSame(heard('overrun!!! (at least 1..2 ms long)\nunderrun!!! (at least 9 ms long)\n').overruns, [])
  t.end()
})

t.test('the first reason counts, also in a last line without its end', t => {
  t.match(heard('audio open error: Device or resource busy').error.detail, { reason: 'busy' })
  t.match(heard('Permission denied\nNo such file or directory\n').error.detail, { reason: 'permission' })
  t.match(heard('').error, { code: 'CAPTURE_DEVICE_NOT_FOUND', detail: { reason: 'unknown' }, hint: /arecord/ })
  t.end()
})

t.test('nothing that the program said is in the error', t => {
  const { error } = heard('Canarybird: No such device\n')
  t.notMatch(JSON.stringify([error.message, error.detail, error.hint, error.cause]), /Canarybird/)
  t.end()
})

t.test('a line without an end does not fill the memory', t => {
  const complaints = new RecorderComplaints(() => t.fail('no overrun'))
  for (let at = 0; at < 1000; at++) complaints.read('x'.repeat(10_000))
  t.match(complaints.notOpened().detail, { reason: 'unknown' })
  t.end()
})
