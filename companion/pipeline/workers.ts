/** The real workers behind the pipeline's ports: one transcriber and one drafter child a session. */

import type { EarshotConfig } from '../../device/contracts/config.js'
import { findModel, loadCatalogue, modelPath } from '../../models/catalogue.js'
import { DrafterProcess } from '../drafting/drafter-process.js'
import { TranscriberProcess } from '../transcriber/transcriber-process.js'
import type { Recipient } from '../vault/accounts.js'
import type { PipelinePorts } from './ports.js'

export interface WorkerParts {
  readonly config: EarshotConfig
  readonly stateDirectory: string
  readonly runDirectory: string
  readonly recipient: () => Recipient
}

/** @throws MODEL_UNKNOWN when a child is asked for and the configured model is not in the catalogue */
export function workers(parts: WorkerParts): Pick<PipelinePorts, 'transcriber' | 'drafter'> {
  const { config, stateDirectory, runDirectory } = parts
  return {
    transcriber: async (session, textKeyFile) => {
      const model = findModel(loadCatalogue(), config.transcriber.model, 'speech')
      const child = new TranscriberProcess({ runDirectory })
      return {
        start: () =>
          child.start({
            type: 'begin',
            sessionId: session,
            spoolDirectory: `${runDirectory}/spool/${session}`,
            modelFile: modelPath(stateDirectory, model.id),
            modelBytes: model.bytes,
            modelSha256: model.sha256,
            language: config.transcriber.language,
            threads: config.transcriber.threads,
            vocabulary: config.transcriber.vocabulary,
            recipientPublicKey: parts.recipient().publicKey,
            textKeyFile,
          }),
        transcribe: (segment, interrupted) => child.transcribe(segment, interrupted),
        stop: async () => void (await child.stop()),
      }
    },
    drafter: async (session, textKeyFile) => {
      const child = new DrafterProcess()
      return {
        start: () =>
          child.start({
            type: 'begin',
            sessionId: session,
            adapter: config.drafter.adapter,
            recipientPublicKey: parts.recipient().publicKey,
            textKeyFile,
          }),
        observe: (segment, sealed) => child.observe(segment, sealed),
        compose: format => child.compose(format),
        stop: async () => void (await child.stop()),
      }
    },
  }
}
