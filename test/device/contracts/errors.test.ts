import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { EarshotError, ERROR_CODES, fromErrorMessage, toErrorMessage } from '../../../device/contracts/errors.js'
import { root } from '../../support/root.js'
import { sourceFiles } from '../../support/source-files.js'

t.test('every error code is documented, and nothing else is', async t => {
  const text = await readFile(join(root, 'device/contracts/ERRORS.md'), 'utf8')
  const documented = [...text.matchAll(/^### `([A-Z_]+)`$/gm)].map(match => match[1])
  t.strictSame(documented, [...ERROR_CODES].sort())
})

t.test('every entry says the cause, what the box does and what a person does', async t => {
  const text = await readFile(join(root, 'device/contracts/ERRORS.md'), 'utf8')
  for (const entry of text.split(/^### /m).slice(1)) {
    t.match(entry, /\*\*Cause:\*\* \S.+\n.*\*\*The box:\*\* \S.+\n.*\*\*You:\*\* \S.+/, entry.split('\n')[0] ?? '')
  }
})

t.test('every error code is used by the program', async t => {
  const sources = await Promise.all(
    (await sourceFiles())
      .filter(file => !file.endsWith('device/contracts/errors.ts'))
      .map(file => readFile(file, 'utf8')),
  )
  const all = sources.join('\n')
  for (const code of ERROR_CODES) t.ok(all.includes(`'${code}'`), code)
})

t.test('messages are fixed phrases: lower case, no full stop, no run-time text', async t => {
  for (const file of await sourceFiles()) {
    const text = await readFile(file, 'utf8')
    for (const match of text.matchAll(/new EarshotError\(\s*'[A-Z_]+',\s*(['"`])(.*?)\1/g)) {
      const phrase = match[2] ?? ''
      t.notOk(/\$\{/.test(phrase) || /^[A-Z][a-z]/.test(phrase) || phrase.endsWith('.'), `${file}: ${phrase}`)
    }
  }
})

t.test('an error crosses a process border with its code, detail and hint, and without its cause', async t => {
  const error = new EarshotError('SPOOL_FULL', 'spool is full', {
    detail: { bytes: 3 },
    hint: 'wait',
    cause: new Error('canary'),
  })
  const there = fromErrorMessage(JSON.parse(JSON.stringify(toErrorMessage(error))))
  t.match(there, { code: 'SPOOL_FULL', message: 'spool is full', detail: { bytes: 3 }, hint: 'wait' })
  t.notMatch(JSON.stringify(toErrorMessage(error)), /canary/)
})

t.test('an error that nobody foresaw crosses without a word of its own', async t => {
  t.strictSame(toErrorMessage(new Error('canary')), { code: 'INTERNAL', message: 'internal error' })
  t.strictSame(toErrorMessage('canary'), { code: 'INTERNAL', message: 'internal error' })
})
