import t from 'tap'
import { docsPage } from '../../../companion/http/docs-page.js'

t.test('whatever the document says is shown as text', async t => {
  const page = docsPage({
    info: { title: '<b>', version: '"', description: "'&" },
    paths: { '/<script>': { get: { summary: '<img onerror=x>', responses: { 200: { description: '</pre>' } } } } },
  })
  t.notMatch(page, /<b>|<script|<img|<\/pre>"/)
  t.match(page, '&#60;img onerror=x&#62;')
})

t.test('an empty document gives a page', async t => {
  t.match(docsPage({}), /<main class="docs">/)
})
