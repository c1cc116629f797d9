/** The project's folder, whatever folder the tests were compiled to. */

import { projectRoot } from '../../companion/project-root.js'

export const root = projectRoot(import.meta.dirname)
