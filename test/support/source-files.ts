/** Every TypeScript source of the product, as absolute paths. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './root.js'

export async function sourceFiles(
  folders: readonly string[] = ['device', 'companion', 'models', 'scripts'],
): Promise<string[]> {
  const found: string[] = []
  for (const folder of folders) {
    for (const name of await readdir(join(root, folder), { recursive: true })) {
      if (name.endsWith('.ts') && !name.endsWith('.d.ts')) found.push(join(root, folder, name))
    }
  }
  return found.sort()
}
