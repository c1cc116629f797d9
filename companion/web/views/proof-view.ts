/** Proof: what this box can show of itself, and what it cannot promise. */

import type { Proof } from '../../http/api-types.js'
import { ask, wordsOf } from '../api.js'
import { h, replaceChildren } from '../dom.js'
import { messageLine } from '../message-line.js'
import type { View } from '../view.js'

export function proofView(): View {
  const message = messageLine()
  const content = h('div')
  ask<Proof>('proof').then(
    proof => replaceChildren(content, ...sections(proof)),
    error => message.say(wordsOf(error)),
  )
  return {
    title: 'Proof',
    element: h('div', { class: 'proof' }, h('h1', { tabindex: -1 }, 'Proof'), message.element, content),
  }
}

function sections(proof: Proof): HTMLElement[] {
  return [
    section(
      'Audio on this box now',
      proof.spool === null
        ? h('p', {}, 'Not known: the recorder does not answer.')
        : h(
            'p',
            {},
            proof.spool.bytes === 0 && proof.spool.keys === 0
              ? `None. No sealed audio and no key is in the spool (${proof.spool.medium}).`
              : `${(proof.spool.bytes / 1e6).toFixed(1)} MB of sealed audio under ${proof.spool.keys} keys (${proof.spool.medium}). Each piece goes when its text is stored.`,
          ),
    ),
    section('Missing protection', downgrades(proof)),
    section(
      'How to check a receipt',
      h(
        'p',
        {},
        'Every session ends with a destruction receipt: a small file, signed by this box, with each piece of audio, when its key and bytes were destroyed, and the ledger lines it rests on. Give it to whoever asks.',
      ),
      h(
        'ol',
        {},
        h('li', {}, 'Download the receipt on the page of the note.'),
        h('li', {}, 'Compare the public key below with the one on the label of the box.'),
        h(
          'li',
          {},
          'Check the file on any computer, without this box and without a network: ',
          h('code', {}, 'scripts/verify-receipt FILE --key PUBLIC-KEY'),
          '. The openssl program can do it too; RECEIPT.md in the provisioning folder says how.',
        ),
      ),
    ),
    section(
      'Keys of this box',
      h(
        'dl',
        { class: 'keys' },
        row('Public key (Ed25519)', proof.publicKey),
        row('Box id (SHA-256 of it)', proof.box),
        row('Root certificate (SHA-256)', proof.rootFingerprint),
        row(`Ledger head, entry ${proof.ledgerHead.seq}`, proof.ledgerHead.sha256),
      ),
      h(
        'p',
        { class: 'help' },
        'Write down the ledger head from time to time. If an entry before it is ever changed or removed, the chain does not lead there any more. ',
        h('a', { href: '/api/v1/ca.crt', download: true }, 'Download the root certificate'),
        '.',
      ),
    ),
    section('What this box cannot promise', h('ul', {}, ...proof.limits.map(limit => h('li', {}, limit)))),
  ]
}

function downgrades({ downgrades: missing, mode }: Proof): HTMLElement {
  if (missing === null) return h('p', {}, 'Not known: the recorder does not answer.')
  if (missing.length === 0) return h('p', {}, 'None: every protection that this box checks is there.')
  return h(
    'div',
    {},
    mode === 'demo' ? h('p', {}, 'This box runs as a demo: what is missing is named, not refused.') : null,
    h(
      'ul',
      {},
      ...missing.map(({ name, means, refuses }) =>
        h(
          'li',
          {},
          h('code', {}, name),
          `: ${means}.`,
          refuses ? ' A provisioned box refuses to record like this.' : '',
        ),
      ),
    ),
  )
}

function section(title: string, ...content: readonly HTMLElement[]): HTMLElement {
  return h('section', {}, h('h2', {}, title), ...content)
}

function row(name: string, value: string): HTMLElement {
  return h('div', {}, h('dt', {}, name), h('dd', {}, h('code', {}, value)))
}
