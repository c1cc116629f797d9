/** Edits of a note's sentences. Pure. What a clinician wrote is the clinician's; its evidence stays to be looked at. */

import { EarshotError } from '../../device/contracts/errors.js'
import type { DraftSentence } from '../drafting/note-draft.js'
import type { Note, NoteSection } from './note.js'

const MAX_SENTENCE_CHARACTERS = 4_000

/** The clinician's words in place of the sentence; an empty text removes it; the same text changes nothing. */
export function editSentence(note: Note, sectionKey: string, sentenceId: string, text: string): Note {
  const section = sectionOf(note, sectionKey)
  const sentence = sentenceOf(section, sentenceId)
  if (text.trim() === '') {
    return withSentences(note, section, rest => rest.filter(({ id }) => id !== sentenceId))
  }
  const words = checkedText(text, 'text', MAX_SENTENCE_CHARACTERS)
  if (words === sentence.text) return note
  return replaced(note, section, { ...clinicians(sentence), text: words })
}

/** "I checked this against the evidence and it stands": an unsupported sentence becomes the clinician's. */
export function confirmSentence(note: Note, sectionKey: string, sentenceId: string): Note {
  const section = sectionOf(note, sectionKey)
  const sentence = sentenceOf(section, sentenceId)
  return sentence.source === 'unsupported' ? replaced(note, section, clinicians(sentence)) : note
}

export function addSentence(note: Note, sectionKey: string, text: string): Note {
  const section = sectionOf(note, sectionKey)
  const words = checkedText(text, 'text', MAX_SENTENCE_CHARACTERS)
  // The revision has never named a sentence before, and a removed sentence's id must not come back.
  const id = `${sectionKey}-r${note.revision + 1}`
  const added: DraftSentence = { id, text: words, source: 'clinician', evidence: [] }
  return withSentences(note, section, sentences => [...sentences, added])
}

/** @throws REQUEST_INVALID for text that is empty, too long, or has control characters in it */
export function checkedText(value: string, field: string, most: number): string {
  const text = value.normalize('NFC').trim()
  const length = [...text].length
  if (length === 0 || length > most || /[^\P{Cc}\n\t]/u.test(text)) {
    throw new EarshotError('REQUEST_INVALID', 'text is not usable', {
      detail: { field, most },
      hint: `${field} must have 1 to ${most} characters`,
    })
  }
  return text
}

function clinicians({ id, text, evidence }: DraftSentence): DraftSentence {
  return { id, text, evidence, source: 'clinician' }
}

function replaced(note: Note, section: NoteSection, sentence: DraftSentence): Note {
  return withSentences(note, section, sentences => sentences.map(old => (old.id === sentence.id ? sentence : old)))
}

function withSentences(
  note: Note,
  section: NoteSection,
  change: (sentences: readonly DraftSentence[]) => readonly DraftSentence[],
): Note {
  const changed: NoteSection = { ...section, sentences: change(section.sentences), edited: true }
  return { ...note, sections: note.sections.map(old => (old.key === section.key ? changed : old)) }
}

function sectionOf(note: Note, key: string): NoteSection {
  const section = note.sections.find(candidate => candidate.key === key)
  if (section === undefined) throw unknownPlace('sectionKey')
  return section
}

function sentenceOf(section: NoteSection, id: string): DraftSentence {
  const sentence = section.sentences.find(candidate => candidate.id === id)
  if (sentence === undefined) throw unknownPlace('sentenceId')
  return sentence
}

function unknownPlace(field: string): EarshotError {
  return new EarshotError('REQUEST_INVALID', 'note has no such place', {
    detail: { field },
    hint: 'load the note again',
  })
}
