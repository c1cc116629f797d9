import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { projectFolder } from '../../models/project-folder.js'
import { root } from '../support/root.js'

t.test('the project folder is the one of the package, from however deep', async t => {
  t.equal(projectFolder(), root)
  t.equal(projectFolder(join(root, 'models/demo/make_model')), root)
  t.equal(projectFolder(root), root)
  t.ok(existsSync(join(projectFolder(), 'models/catalogue.json')))
})

t.test('a program outside of any project says so', async t => {
  t.throws(() => projectFolder('/'), { code: 'INTERNAL', message: 'no package.json above the program' })
})
