import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { bodyIn, openApp } from '../testing/app.ts'

interface Parameter {
  readonly required?: boolean
  readonly example?: unknown
  readonly schema: {
    readonly $ref?: string
    readonly default?: unknown
    readonly example?: unknown
  }
}

interface Description {
  readonly paths: Record<string, Record<string, { readonly parameters?: Parameter[] }>>
}

const parametersOf = ({ paths }: Description) =>
  Object.values(paths)
    .flatMap((operations) => Object.values(operations))
    .flatMap(({ parameters = [] }) => parameters)

test('Swagger UI loads nothing from elsewhere, so that it works offline', async () => {
  const { app } = openApp()
  const page = await (await app.request('/ui')).text()
  const links = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link)

  assert.equal(links.length, 3)
  for (const link of links) {
    assert.match(link, /^\/ui\//)
    assert.equal((await app.request(link)).status, 200, link)
  }
  assert.equal((await app.request('/')).headers.get('location'), '/ui')
  const start = await (await app.request(links[2] ?? '')).text()
  assert.match(start, /url: '\/openapi.json'/)
  assert.match(start, /validatorUrl: null/)
})

test('Swagger UI fills in what a request must have, and nothing that may be left out', async () => {
  const { get } = openApp()
  let start: { responseInterceptor(reply: object): { text: string } } | undefined
  runInNewContext(await (await get('/ui/start.js')).text(), {
    SwaggerUIBundle(options: typeof start) {
      start = options
    },
  })
  const published = await bodyIn<Description>(get('/openapi.json'))
  const reply = { url: 'http://localhost:8080/openapi.json', text: JSON.stringify(published) }
  const shown = JSON.parse(start?.responseInterceptor(reply).text ?? '') as Description

  const isRequired = ({ required }: Parameter) => required === true
  const parameters = parametersOf(shown)
  assert.deepEqual(parameters.filter(isRequired), parametersOf(published).filter(isRequired))
  const options = parameters.filter((parameter) => !isRequired(parameter))
  assert.ok(options.length > 10)
  for (const { example, schema } of options) {
    assert.deepEqual([example, schema.example, schema.$ref], [undefined, undefined, undefined])
  }
})
