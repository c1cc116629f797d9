/** What a receipt says to the person who holds it. Plain words, and nothing that the checks do not carry. */

import type { ReceiptKind } from '../../device/contracts/receipt-format.js'

export interface Statements {
  readonly remains: readonly string[]
  readonly claims: readonly string[]
  readonly notClaimed: readonly string[]
}

const SEALED =
  'The sound of this session was sealed piece by piece, each piece under its own random key, in a file system that is kept as the line "medium" says.'

const CLAIMS: { readonly [K in ReceiptKind]: readonly string[] } = {
  destroyed: [
    SEALED,
    'Each key and each sealed piece was overwritten and its file removed, at the time that is given for it, after its text was stored or its deadline had passed.',
    'Afterwards no key and no sealed piece was found, the microphone was closed, and the programs that had held the sound had ended.',
    'Whoever could produce one of these keys would prove this receipt wrong: a commitment to each key was written down before it was destroyed.',
  ],
  discarded: [
    SEALED,
    'The session was discarded on request. Each key and each sealed piece was overwritten and its file removed, at the time that is given for it; the text stored until then and its draft were removed.',
    'Afterwards no key, no sealed piece, no text and no draft was found, the microphone was closed, and the programs that had held the sound had ended.',
    'Whoever could produce one of these keys would prove this receipt wrong: a commitment to each key was written down before it was destroyed.',
  ],
  'destroyed-by-power-loss': [
    SEALED,
    'The box lost its power, or was started again, before all pieces had been destroyed one by one. The keys and the sealed pieces were in memory only, which does not outlive the power; after the start none was found.',
    'The pieces marked "power-loss" were not overwritten by anyone: there was nothing left to overwrite. The time that is given for them is when this was found.',
    'The last piece before the power went may be missing from this list: what is said of it was in memory, too.',
  ],
}

const NOT_CLAIMED: readonly string[] = [
  'That nobody else had a microphone in the room.',
  'That no copy was made by somebody who controlled the box while the session ran.',
  'That memory keeps nothing for the first moments after the power is cut.',
  'That the box ran the software it names: this receipt is signed by the box, and trusts it.',
  'That the times are right beyond what "clock" says of them.',
]

export function statementsFor(kind: ReceiptKind): Statements {
  const remains = {
    destroyed: ['of the sound: nothing', 'the text of the session, sealed so that only its clinician can open it'],
    discarded: [
      'of the sound: nothing',
      'of the text and the draft: nothing',
      'the entries of the ledger that are shown here',
    ],
    'destroyed-by-power-loss': [
      'of the sound: nothing',
      'the text stored before the power went, sealed so that only its clinician can open it',
    ],
  } as const satisfies { readonly [K in ReceiptKind]: readonly string[] }
  return { remains: remains[kind], claims: CLAIMS[kind], notClaimed: NOT_CLAIMED }
}
