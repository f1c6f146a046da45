import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { bodyIn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'

interface Parameter {
  readonly required?: boolean
}

interface Operation {
  readonly description?: string
  readonly parameters?: Parameter[]
  readonly responses: Record<string, { readonly content?: object }>
}

interface Description {
  readonly paths: Record<string, Record<string, Operation>>
}

const operationsOf = ({ paths }: Description) =>
  Object.values(paths).flatMap((item) => Object.values(item))

const parametersOf = (description: Description) =>
  operationsOf(description).flatMap(({ parameters = [] }) => parameters)

test('Swagger UI loads nothing from other hosts, so it works offline', async () => {
  const { app } = openControl()
  const page = await (await app.request('/ui')).text()
  const links = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link)

  assert.equal(links.length, 3)
  for (const link of links) {
    assert.match(link, /^\/ui\//)
    assert.equal((await app.request(link)).status, 200, link)
  }
  const start = await (await app.request(links[2] ?? '')).text()
  assert.match(start, /url: '\/openapi.json'/)
  assert.match(start, /validatorUrl: null/)
})

test('Swagger UI fills in required parameters and no optional ones', async () => {
  const { app, control } = openControl()
  let start: { responseInterceptor(reply: object): { text: string } } | undefined
  runInNewContext(await (await app.request('/ui/start.js')).text(), {
    SwaggerUIBundle(options: typeof start) {
      start = options
    },
  })
  for (const { request } of [app, control]) {
    const published = await bodyIn<Description>(request('/openapi.json'))
    const reply = { url: 'http://localhost:8080/openapi.json', text: JSON.stringify(published) }
    const shown = JSON.parse(start?.responseInterceptor(reply).text ?? '') as Description

    const isRequired = ({ required }: Parameter) => required === true
    const parameters = parametersOf(shown)
    assert.deepEqual(parameters.filter(isRequired), parametersOf(published).filter(isRequired))
    const options = parameters.filter((parameter) => !isRequired(parameter))
    assert.ok(options.length > 10)
    // Neither an example nor a reference to one.
    for (const option of options) {
      assert.doesNotMatch(JSON.stringify(option), /"(?:example|\$ref|allOf|anyOf|oneOf)":/)
    }
  }
})

test('the documents say that Swagger UI cannot show the endless streams', async () => {
  const { app, control } = openControl()
  const descriptions = [app, control].map(({ request }) =>
    bodyIn<Description>(request('/openapi.json')),
  )
  const endless = (await Promise.all(descriptions))
    .flatMap(operationsOf)
    .filter(({ responses }) =>
      Object.values(responses).some(({ content = {} }) => 'text/event-stream' in content),
    )

  assert.equal(endless.length, 1)
  for (const { description = '' } of endless) {
    assert.match(description, /Swagger UI.*`curl -N` or an EventSource/)
  }
})
