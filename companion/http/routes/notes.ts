/** Notes: a clinician's own, and no other's. Another's note is as absent as one that never was. */

import { answers, sessionParams } from '../schemas/common.js'
import { changeRequest, note, noteList, notePage, viewOf } from '../schemas/notes.js'
import { clinicianOf } from './clinician-of.js'
import type { LanApp } from './context.js'

const DEFAULT_LIMIT = 50

export function noteRoutes(app: LanApp): void {
  app.get(
    '/api/v1/notes',
    {
      schema: {
        summary: "The clinician's notes, newest first, without their text",
        tags: ['notes'],
        querystring: notePage,
        response: answers(noteList),
      },
    },
    async request => {
      const { offset = 0, limit = DEFAULT_LIMIT } = request.query
      return await clinicianOf(request).listNotes({ offset, limit })
    },
  )

  app.get(
    '/api/v1/notes/:id',
    {
      schema: {
        summary: 'One note with its transcript',
        tags: ['notes'],
        params: sessionParams,
        response: answers(note),
      },
    },
    async request => viewOf(await clinicianOf(request).readNote(request.params.id)),
  )

  app.post(
    '/api/v1/notes/:id/changes',
    {
      schema: {
        summary: 'Changes a note: edit, add, confirm, answer, consent, sign, addendum',
        description: 'Answers with the note as it is now, or with NOTE_CONFLICT when `revision` is not the newest.',
        tags: ['notes'],
        params: sessionParams,
        body: changeRequest,
        response: answers(note),
      },
    },
    async request => {
      const { revision, change } = request.body
      return viewOf(await clinicianOf(request).changeNote(request.params.id, revision, change))
    },
  )
}
