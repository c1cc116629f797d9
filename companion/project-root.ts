/** Where the project (or the installed release) begins: the nearest folder above this file that has a package.json. */

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

export function projectRoot(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder)) throw new Error('no package.json above the program')
  }
}
