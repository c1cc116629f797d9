import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { projectRoot } from '../../companion/project-root.js'

t.test('the root is the folder with package.json, from wherever the program was compiled to', async t => {
  t.ok(existsSync(join(projectRoot(), 'package.json')))
  t.equal(projectRoot(join(projectRoot(), 'companion')), projectRoot())
})

t.test('outside of any project there is no root, and that is said', async t => {
  t.throws(() => projectRoot('/'), /no package.json/)
})
