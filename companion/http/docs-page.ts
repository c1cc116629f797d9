/** The API's own description for people: one plain page made from the OpenAPI document, without any script. */

interface Operation {
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly requestBody?: unknown
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[]
  readonly responses?: Readonly<Record<string, unknown>>
}

interface Document {
  readonly info?: { readonly title?: string; readonly version?: string; readonly description?: string }
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>
}

/** @param document the OpenAPI document as @fastify/swagger made it */
export function docsPage(document: Document): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods ?? {}).map(([method, operation]) => section(method, path, operation as Operation)),
  )
  const { title = '', version = '', description = '' } = document.info ?? {}
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/earshot.css">
</head>
<body>
<main class="docs">
<h1>${escaped(title)}</h1>
<p>Version ${escaped(version)}. ${escaped(description)}</p>
<p><a href="/docs/openapi.json">OpenAPI document</a> · <a href="/">Pages of this box</a></p>
${operations.join('\n')}
</main>
</body>
</html>
`
}

function section(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: where, required }) =>
      `<li><code>${escaped(name)}</code> (${escaped(where)}${required ? '' : ', optional'})</li>`,
  )
  const body = operation.requestBody === undefined ? '' : details('Request body', operation.requestBody)
  const answers = Object.entries(operation.responses ?? {})
    .filter(([status]) => !/^[45]/.test(status))
    .map(([status, answer]) => details(`Answer ${status}`, answer))
  return `<section>
<h2><code>${escaped(method.toUpperCase())} ${escaped(path)}</code></h2>
<p>${escaped(operation.summary ?? '')}${operation.description === undefined ? '' : `. ${escaped(operation.description)}`}</p>
${parameters.length === 0 ? '' : `<ul>${parameters.join('')}</ul>`}
${body}${answers.join('')}
</section>`
}

function details(title: string, value: unknown): string {
  return `<details><summary>${escaped(title)}</summary><pre>${escaped(JSON.stringify(value, null, 2))}</pre></details>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
