/**
 * `EARSHOT_STATE/accounts/`: one document a clinician and `box.json`. Each is kept twice, and both copies are always of
 * the same writing, so that an old wrap (of a claim code that died, of a passphrase that was changed) is in neither.
 */

import { join } from 'node:path'
import { Low } from 'lowdb'
import { type Account, type BoxAccounts, isClinicianId, parseAccount, parseBoxAccounts } from './account.js'
import { makeFolder, namesIn, removeDurably, sweepTemporary } from './durable-file.js'
import { type Parser, PlainDocument } from './sealed-document.js'

export class AccountStore {
  readonly #folder: string
  readonly #accounts = new Map<string, Account>()
  #box: BoxAccounts | null = null

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** @throws STORAGE_DAMAGED, STORAGE_VERSION_UNKNOWN: a box never starts with fewer accounts than it has */
  static async open(stateDirectory: string): Promise<AccountStore> {
    const store = new AccountStore(join(stateDirectory, 'accounts'))
    await makeFolder(store.#folder)
    await sweepTemporary(store.#folder)
    await store.#load()
    return store
  }

  get box(): BoxAccounts | null {
    return this.#box
  }

  /** To whom sessions go that nobody armed; `null` before provisioning. */
  get defaultAccount(): Account | null {
    return this.#box === null ? null : (this.#accounts.get(this.#box.defaultClinicianId) ?? null)
  }

  get accounts(): readonly Account[] {
    return [...this.#accounts.values()]
  }

  async putAccount(account: Account): Promise<void> {
    await write(this.#document(account.clinicianId, parseAccount), account)
    this.#accounts.set(account.clinicianId, account)
  }

  async removeAccount(clinicianId: string): Promise<void> {
    await removeDurably(join(this.#folder, `${clinicianId}.json`))
    this.#accounts.delete(clinicianId)
  }

  async putBox(box: BoxAccounts): Promise<void> {
    await write(this.#document('box', parseBoxAccounts), box)
    this.#box = box
  }

  async #load(): Promise<void> {
    this.#box = await this.#document('box', parseBoxAccounts).read()
    for (const name of (await namesIn(this.#folder)) ?? []) {
      const clinicianId = name.replace(/\.json(\.previous)?$/, '')
      if (!isClinicianId(clinicianId) || this.#accounts.has(clinicianId)) continue
      const account = await this.#document(clinicianId, parseAccount).read()
      if (account !== null) this.#accounts.set(clinicianId, account)
    }
  }

  #document<T>(name: string, parse: Parser<T>): PlainDocument<T> {
    return new PlainDocument({ file: join(this.#folder, `${name}.json`), parse, keep: 'copy' })
  }
}

async function write<T>(document: PlainDocument<T>, data: T): Promise<void> {
  const db = new Low<T>(document, data)
  await db.write()
}
