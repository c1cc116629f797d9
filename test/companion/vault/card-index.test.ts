import t from 'tap'
import { CardIndex } from '../../../companion/vault/card-index.js'
import type { NoteCard } from '../../../companion/vault/note.js'
import { sessionNumber } from '../../support/stored-things.js'

const card = (number: number, change: Partial<NoteCard> = {}): NoteCard => ({
  sessionId: sessionNumber(number),
  revision: 1,
  status: 'ready',
  startedAtMs: number * 1000,
  durationMs: 1,
  coverage: 1,
  unresolved: [],
  ...change,
})

t.test('cards come newest first, and the disk is read once', async t => {
  const index = new CardIndex()
  let reads = 0
  const load = async () => {
    reads += 1
    return [card(1), card(3), card(2)]
  }
  const [first, second] = await Promise.all([index.newestFirst(load), index.newestFirst(load)])
  t.strictSame(first, [card(3), card(2), card(1)])
  t.strictSame(second, first)
  index.put(card(2, { revision: 2 }))
  index.remove(sessionNumber(1))
  t.strictSame(await index.newestFirst(load), [card(3), card(2, { revision: 2 })])
  t.equal(reads, 1)
  index.empty()
  await index.newestFirst(load)
  t.equal(reads, 2)
})

t.test('what changes while the disk is read is newer than what was read', async t => {
  const index = new CardIndex()
  const cards = await index.newestFirst(async () => {
    index.put(card(1, { revision: 2 }))
    index.remove(sessionNumber(2))
    return [card(1), card(2)]
  })
  t.strictSame(cards, [card(1, { revision: 2 })])
})

t.test('a disk that cannot be read is told, and read again the next time', async t => {
  const index = new CardIndex()
  await t.rejects(
    index.newestFirst(async () => {
      throw new Error('no')
    }),
  )
  t.strictSame(await index.newestFirst(async () => [card(1)]), [card(1)])
})
