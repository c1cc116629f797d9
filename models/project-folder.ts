/** Where the catalogue and the bundled model are: the nearest folder above this program that has a package.json. */

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EarshotError } from '../device/contracts/errors.js'

export function projectFolder(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder)) {
      throw new EarshotError('INTERNAL', 'no package.json above the program', { hint: 'install Earshot again' })
    }
  }
}
