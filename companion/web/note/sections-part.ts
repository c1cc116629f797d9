/** The sections of the note: sentences with their sources, and the clinician's pen. */

import type { DraftSentence } from '../../drafting/note-draft.js'
import type { NoteSection } from '../../vault/note.js'
import { button, focus, h } from '../dom.js'
import { forgetUnsaved, keepUnsaved, unsavedAt, unsavedUnder } from '../unsaved.js'
import { sourceWords } from '../words.js'
import type { Desk } from './desk.js'
import { evidenceQuote } from './evidence-quote.js'
import { textEditor } from './text-editor.js'

export interface SectionsOptions {
  readonly desk: Desk
  readonly choose: (sentenceId: string) => void
  readonly showTurn: (turnId: string) => void
  readonly redraw: () => void
}

export function sectionsPart(options: SectionsOptions): HTMLElement {
  const { sections } = options.desk.note
  return h('div', { id: 'sections', tabindex: -1 }, ...sections.map(section => sectionPart(section, options)))
}

function sectionPart(section: NoteSection, options: SectionsOptions): HTMLElement {
  const { desk } = options
  const signed = desk.note.status === 'signed'
  const id = `section-${section.key}`
  const lines = section.sentences.map(sentence => sentenceItem(section, sentence, options))
  return h(
    'section',
    { 'aria-labelledby': id },
    h('h2', { id }, section.title),
    lines.length === 0 ? h('p', { class: 'blank' }, blankWords(section)) : h('ul', { class: 'sentences' }, ...lines),
    ...(signed ? [] : [...orphans(section, options), addEditor(section, options)]),
  )
}

function blankWords({ blank }: NoteSection): string {
  return blank === undefined ? 'Nothing here.' : `${blank.charAt(0).toUpperCase()}${blank.slice(1)}.`
}

function editPlace({ desk }: SectionsOptions, section: NoteSection, sentenceId: string): string {
  return `${desk.note.sessionId}/edit/${section.key}/${sentenceId}`
}

function sentenceItem(section: NoteSection, sentence: DraftSentence, options: SectionsOptions): HTMLElement {
  const { desk, choose, showTurn, redraw } = options
  const signed = desk.note.status === 'signed'
  const place = editPlace(options, section, sentence.id)
  const id = `sentence-${sentence.id}`
  const item = (...children: readonly (HTMLElement | null)[]) =>
    h('li', { id, class: `sentence ${sentence.source}`, tabindex: -1, 'data-sentence': sentence.id }, ...children)
  const change = { sectionKey: section.key, sentenceId: sentence.id }

  if (!signed && unsavedAt(place) !== undefined) {
    return item(
      textEditor({
        place,
        id: `edit-${sentence.id}`,
        label: 'Your words',
        text: sentence.text,
        save: 'Save',
        store: async (text, stored) => {
          if (await desk.change({ kind: 'edit-sentence', ...change, text }, 'Saved', stored))
            focus(`text-${sentence.id}`)
        },
        cancel: redraw,
      }),
      sentence.evidence.length > 0 ? evidenceQuote(desk, sentence.evidence, showTurn) : null,
    )
  }
  const edit = () => {
    keepUnsaved(place, sentence.text)
    redraw()
    focus(`edit-${sentence.id}`)
  }
  const remove = async () => {
    if (await desk.change({ kind: 'edit-sentence', ...change, text: '' }, 'Removed')) focus(`add-${section.key}-open`)
  }
  const confirm = async () => {
    if (await desk.change({ kind: 'confirm-sentence', ...change }, 'Confirmed as yours')) focus(`text-${sentence.id}`)
  }
  const about = ` the sentence "${sentence.text.slice(0, 40)}"`
  return item(
    h(
      'button',
      {
        type: 'button',
        class: 'text',
        id: `text-${sentence.id}`,
        'aria-pressed': 'false',
        'aria-describedby': `source-${sentence.id}`,
        click: () => choose(sentence.id),
      },
      sentence.text,
    ),
    h(
      'div',
      { class: 'foot' },
      h(
        'p',
        { class: 'meta', id: `source-${sentence.id}` },
        h('span', { class: `badge ${sentence.source}` }, sourceWords(sentence)),
        sentence.reason === undefined ? '' : ` ${sentence.reason}`,
      ),
      signed
        ? null
        : h(
            'div',
            { class: 'actions small' },
            sentence.source === 'unsupported'
              ? button('Confirm as mine', confirm, {
                  id: `confirm-${sentence.id}`,
                  'aria-label': `Confirm as mine:${about}`,
                })
              : null,
            button('Edit', edit, { id: `open-${sentence.id}`, class: 'quiet', 'aria-label': `Edit${about}` }),
            button('Remove', remove, { id: `remove-${sentence.id}`, class: 'quiet', 'aria-label': `Remove${about}` }),
          ),
    ),
    h(
      'div',
      { class: 'evidence', hidden: true },
      sentence.evidence.length === 0
        ? h('p', { class: 'help' }, 'No turn of the transcript stands behind this sentence.')
        : evidenceQuote(desk, sentence.evidence, showTurn),
    ),
  )
}

/** Words typed for a sentence that somebody removed meanwhile: they are offered as a new one. */
function orphans(section: NoteSection, options: SectionsOptions): HTMLElement[] {
  const { desk, redraw } = options
  const prefix = editPlace(options, section, '')
  return unsavedUnder(prefix)
    .filter(([place]) => !section.sentences.some(({ id }) => place === prefix + id))
    .map(([place, text], index) =>
      h(
        'div',
        { class: 'notice' },
        h('p', {}, 'The sentence that you were editing was removed in another window. Your words are kept here.'),
        textEditor({
          place,
          id: `orphan-${section.key}-${index}`,
          label: 'Your words',
          text,
          save: 'Add as a new sentence',
          store: (words, stored) =>
            desk.change({ kind: 'add-sentence', sectionKey: section.key, text: words }, 'Added', stored),
          cancel: redraw,
        }),
      ),
    )
}

function addEditor(section: NoteSection, { desk, redraw }: SectionsOptions): HTMLElement {
  const place = `${desk.note.sessionId}/add/${section.key}`
  const id = `add-${section.key}`
  if (unsavedAt(place) === undefined) {
    const open = () => {
      keepUnsaved(place, '')
      redraw()
      focus(id)
    }
    return h(
      'div',
      { class: 'actions' },
      button('Add a sentence', open, {
        id: `${id}-open`,
        class: 'quiet',
        'aria-label': `Add a sentence to ${section.title}`,
      }),
    )
  }
  return textEditor({
    place,
    id,
    label: `Add to ${section.title}`,
    text: '',
    save: 'Add',
    store: async (text, stored) => {
      const change = { kind: 'add-sentence', sectionKey: section.key, text } as const
      if (await desk.change(change, 'Added', stored)) focus(`${id}-open`)
    },
    cancel: () => {
      forgetUnsaved(place)
      redraw()
      focus(`${id}-open`)
    },
  })
}
