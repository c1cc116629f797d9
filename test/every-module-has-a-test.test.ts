import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import t from 'tap'
import { root } from './support/root.js'
import { sourceFiles } from './support/source-files.js'

/** Modules without a test of their own, and why. */
const EXCUSED: Readonly<Record<string, string>> = {
  'companion/drafting/extractive/about.ts': 'account.test.ts has doses of somebody else',
  'companion/drafting/extractive/appointments.ts': 'plan.test.ts agrees and refuses next sessions',
  'companion/drafting/extractive/candidate.ts': 'map.test.ts asks for the evidence of every candidate',
  'companion/drafting/extractive/compose.ts': 'extractive-drafter.test.ts reads the notes it writes',
  'companion/drafting/extractive/given-names.ts': 'a list; names.test.ts tells people from places by it',
  'companion/drafting/extractive/keep.ts': 'map.test.ts counts what is kept',
  'companion/drafting/extractive/lexicon.ts': 'word lists; account.test.ts and ratings.test.ts sort sentences by them',
  'companion/drafting/extractive/map-state.ts': 'its shape; map.test.ts fills it',
  'companion/drafting/extractive/pieces.ts':
    'account.test.ts and extractive-drafter.test.ts read the sentences made of them',
  'companion/drafting/extractive/predicate.ts':
    'account.test.ts and extractive-drafter.test.ts read the sentences made with it',
  'companion/drafting/extractive/recap.ts': 'plan.test.ts reads plans back',
  'companion/drafting/extractive/render-rating.ts': 'ratings.test.ts reads the sentences',
  'companion/drafting/extractive/render-task.ts': 'plan.test.ts reads the sentences',
  'companion/drafting/extractive/render-therapist.ts': 'interventions.test.ts and ratings.test.ts read the sentences',
  'companion/drafting/extractive/render.ts': 'account.test.ts and extractive-drafter.test.ts read the sentences',
  'companion/drafting/extractive/speaker-cues.ts': 'speakers.test.ts measures what it tells apart',
  'companion/drafting/extractive/task.ts': 'plan.test.ts',
  'companion/drafting/extractive/tasks-offered.ts': 'plan.test.ts',
  'companion/drafting/extractive/tasks-set.ts': 'plan.test.ts',
  'companion/drafting/extractive/utterance.ts': 'shapes, and one list of texts',
  'companion/drafting/extractive/verb-forms.ts': 'indirect-question.test.ts',
  'companion/drafting/formats/dap.ts': 'formats/index.test.ts',
  'companion/drafting/formats/format.ts': 'formats/index.test.ts',
  'companion/drafting/formats/shared-sections.ts': 'formats/index.test.ts',
  'companion/drafting/formats/soap.ts': 'formats/index.test.ts',
  'companion/drafting/risk-answers.ts': 'risk-screen.test.ts has answers of every kind',
  'companion/drafting/risk-cues.ts': 'word lists; risk-topics.test.ts and risk-screen.test.ts',
  'companion/drafting/risk-findings.ts': 'risk-screen.test.ts reads all it finds through it',
  'companion/drafting/risk-state.ts': 'a shape; risk-screen.test.ts fills it',
  'companion/drafting/verifier-reasons.ts': 'a closed list; verifier.test.ts',
  'companion/companion.ts': 'integration/ starts it as a program',
  'companion/drafting/messages.ts': 'types only',
  'companion/drafting/note-draft.ts': 'types and their lists',
  'companion/drafting/port.ts': 'types only',
  'companion/http/api-types.ts': 'types only',
  'companion/http/clock.ts': 'the two clocks of the platform',
  'companion/http/honest-limits.ts': 'sentences; routes are tested to show them',
  'companion/http/services.ts': 'types only',
  'companion/ledger/ledger-file.ts': 'ledger.test.ts reads and tears it',
  'companion/ledger/session-index.ts': 'ledger.test.ts asks it',
  'companion/ledger/verify-file.ts': 'ledger.test.ts breaks what it verifies',
  'companion/main.ts': 'integration/ starts it as a program',
  'companion/pipeline/own-downgrades.ts': 'a list; conductor.test.ts and system-readings.test.ts see it',
  'companion/pipeline/ports.ts': 'types only',
  'companion/pipeline/receipt-desk.ts':
    'integration/whole-way.test.ts verifies what it issues, crash.test.ts after kills',
  'companion/pipeline/session-ending.ts': 'session-pipeline.test.ts ends sessions in every way',
  'companion/pipeline/session-papers.ts': 'session-pipeline.test.ts reads the record and the ledger it writes',
  'companion/pipeline/workers.ts': 'integration/whole-way.test.ts runs both workers',
  'companion/receipts/evidence.ts': 'issue.test.ts fails each of its checks',
  'companion/tls/issue.ts': 'certificate-store.test.ts holds what it makes against openssl and TLS clients',
  'companion/tls/name-constraints.ts': 'certificate-store.test.ts has openssl judge what it permits',
  'companion/transcriber/messages.ts': 'types only',
  'companion/transcriber/speech-engine.ts': 'a port',
  'companion/transcriber/segment-turns.ts': 'types only',
  'companion/vault/absorb.ts': 'unlocked-vault.test.ts absorbs',
  'companion/vault/account-store.ts': 'accounts.test.ts',
  'companion/vault/account.ts': 'accounts.test.ts',
  'companion/vault/chart.ts': 'unlocked-vault.test.ts',
  'companion/vault/first-note.ts': 'note-rules.test.ts',
  'companion/vault/note.ts': 'types only',
  'companion/vault/vault.ts': 'unlocked-vault.test.ts opens it',
  'device/button/button-socket.ts': 'device.test.ts and server.test.ts press it',
  'device/session/capture-stretch.ts': 'capture-keeper.test.ts and recording-service.test.ts play it',
  'device/capture/messages.ts': 'types only',
  'device/capture/microphone.ts': 'types only',
  'device/contracts/device-api.ts': 'types and their lists; server.test.ts asks every route',
  'device/contracts/journal.ts': 'types only',
  'device/contracts/led.ts': 'a table; led-policy.test.ts',
  'device/contracts/receipt-excerpt.ts': 'receipt.test.ts',
  'device/contracts/receipt-file.ts': 'receipt.test.ts',
  'device/contracts/receipt-format.ts': 'types only',
  'device/contracts/receipt-problems.ts': 'receipt.test.ts',
  'device/contracts/receipt-session.ts': 'receipt.test.ts',
  'device/contracts/receipt-verification.ts': 'receipt.test.ts',
  'device/service/device-state.ts': 'device.test.ts and server.test.ts read the state it makes',
  'device/button/hand.ts': 'device.test.ts presses, holds and jams the button',
  'device/light/led.ts': 'a port',
  'device/light/light.ts': 'device.test.ts watches the lamp',
  'device/observer.ts': 'main.test.ts reads the log it writes',
  'device/session/recorded-session.ts': 'recording-service.test.ts and recovery.test.ts play whole sessions',
  'device/service/routes.ts': 'server.test.ts asks every route over a real socket',
  'device/session/session-book.ts': 'recording-service.test.ts and server.test.ts discard, destroy and release',
  'device/session/session-capture.ts': 'recording-service.test.ts reads the journal it writes',
  'device/session/session-factory.ts': 'recording-service.test.ts and recovery.test.ts begin and reopen sessions',
  'device/session/session-parts.ts': 'types only',
  'device/session/session-record.ts': 'a journal and its fold, tested as journal-file and session-facts',
  'device/session/session-summary.ts': 'device.test.ts and server.test.ts read the state it makes',
  'device/service/watch-hub.ts': 'server.test.ts watches over a real socket',
  'models/model-entry.ts': 'types; its one list is tested with the decoder',
  'models/transfer-progress.ts': 'types only',
}

/** Folders whose modules are tested together, and where. */
const TOGETHER: Readonly<Record<string, string>> = {
  'companion/web/': 'runs in a browser: test/companion/web/pages.test.ts drives every page in Chromium',
  'companion/http/routes/': 'test/companion/http/routes.test.ts and app.test.ts ask every route',
  'companion/http/schemas/': 'test/companion/http/app.test.ts sends what each refuses and takes',
}

t.test('every module has a test at the same place in the test tree, or says why not', async t => {
  for (const file of await sourceFiles(['device', 'companion', 'models'])) {
    const path = relative(root, file)
    if (path.startsWith('models/demo/')) continue
    const partner = `${root}/test/${path.replace(/\.ts$/, '.test.ts')}`
    const together = Object.keys(TOGETHER).some(folder => path.startsWith(folder))
    t.ok(existsSync(partner) || path in EXCUSED || together, path)
  }
})

t.test('no excuse outlives its module', async t => {
  for (const path of [...Object.keys(EXCUSED), ...Object.keys(TOGETHER)]) t.ok(existsSync(`${root}/${path}`), path)
})
