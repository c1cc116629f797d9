/** The frame of the pages: who is signed in, which view is shown, what happens when a sign-in ends. */

import type { BoxInfo, Me } from '../http/api-types.js'
import { ask, whenSignedOut, wordsOf } from './api.js'
import { watchConnection } from './connection.js'
import { button, h, setText } from './dom.js'
import { closeLive, openLive } from './live-stream.js'
import { setSignedIn, signedIn } from './session.js'
import { forgetAllUnsaved } from './unsaved.js'
import type { View } from './view.js'
import { claimView } from './views/claim-view.js'
import { noteView } from './views/note-view.js'
import { proofView } from './views/proof-view.js'
import { recoverView } from './views/recover-view.js'
import { recoveryCodeView } from './views/recovery-code-view.js'
import { signInView } from './views/sign-in-view.js'
import { todayView } from './views/today-view.js'

/** A key or a click tells the box that somebody is there, at most this often. */
const PRESENCE_MS = 60_000

const place = element('view')
const navigation = element('navigation')
const who = element('who')
let shown: View | null = null
/** Who was signed in before the door closed: only the same person finds the unsaved words again. */
let before: Me | null = null

function show(view: View, { quietly = false } = {}): void {
  shown?.dispose?.()
  shown = view
  place.replaceChildren(view.element)
  document.title = `${view.title} · Earshot`
  if (quietly) return
  // The heading takes the focus, so that a screen reader begins where the page does.
  place.querySelector<HTMLElement>('h1')?.focus()
}

function route(): void {
  if (signedIn() === null) return
  const [, name, id] = location.hash.split('/')
  for (const link of navigation.querySelectorAll('a')) {
    const current = link.getAttribute('href') === `#/${name ?? 'today'}`
    if (current) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  if (name === 'note' && id !== undefined && /^[a-z2-7]{26}$/.test(id)) show(noteView(id))
  else if (name === 'proof') show(proofView())
  else show(todayView())
}

function enter(me: Me): void {
  if (before !== null && before.clinicianId !== me.clinicianId) forgetAllUnsaved()
  before = me
  setSignedIn(me)
  setText(who, me.name)
  navigation.hidden = false
  openLive()
  route()
}

function leave(reason: string): void {
  if (signedIn() === null && reason !== '') return
  setSignedIn(null)
  closeLive()
  navigation.hidden = true
  // The view with the note goes; only what was typed and not saved stays, in memory.
  door(reason)
}

function door(reason = ''): void {
  show(
    signInView({
      reason,
      name: before?.name ?? '',
      entered: enter,
      forgotten: () => show(recoverView({ entered: enterWithCode, back: () => door() })),
    }),
  )
}

function enterWithCode(me: Me, recoveryCode: string): void {
  show(recoveryCodeView(recoveryCode, () => enter(me)))
}

async function signOut(): Promise<void> {
  await ask('sign-out', { method: 'POST' }).catch(() => undefined)
  forgetAllUnsaved()
  leave('')
}

async function begin(): Promise<void> {
  try {
    const box = await ask<BoxInfo>('box')
    element('demo').hidden = box.mode !== 'demo'
    if (!box.claimed) {
      show(claimView({ entered: enterWithCode }))
      return
    }
    const me = await ask<Me>('me').catch(() => null)
    if (me === null) door()
    else enter(me)
  } catch (error) {
    show({
      title: 'Earshot',
      element: h(
        'div',
        { class: 'door' },
        h('h1', { tabindex: -1 }, 'Earshot'),
        h('p', { class: 'message error', role: 'alert' }, wordsOf(error)),
        button('Try again', begin),
      ),
    })
  }
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`page has no element #${id}`)
  return found
}

let presentMs = 0
function present(): void {
  if (signedIn() === null || Date.now() - presentMs < PRESENCE_MS) return
  presentMs = Date.now()
  ask('me').catch(() => undefined)
}

whenSignedOut(() => leave('Your sign-in has ended. Sign in again; what you typed and did not save is still here.'))
element('sign-out').addEventListener('click', () => void signOut())
for (const event of ['keydown', 'pointerdown']) document.addEventListener(event, present, { passive: true })
window.addEventListener('hashchange', route)
watchConnection(element('lost'), () => signedIn() !== null)
void begin()
