import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { bodyIn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { controlClient } from './control-request.ts'
import { platformControl } from './platform-control.ts'

interface Call {
  /** The name of the method, such as `faults.add`. */
  readonly name: string
  /** What it sends, such as `POST /venues/main/faults`. */
  readonly sent: readonly string[]
}

/** Any text will do: nothing reads what is sent. */
const argument = 'any'

/** Calls every method of an object, also of the objects in it and of those that methods return. */
async function callAll(methods: object, sent: string[], place = ''): Promise<Call[]> {
  const calls: Call[] = []
  for (const [key, member] of Object.entries(methods) as [string, unknown][]) {
    const name = `${place}${key}`
    if (typeof member === 'function') {
      const begin = sent.length
      const result: unknown = member(argument)
      await result
      if (sent.length > begin) calls.push({ name, sent: sent.slice(begin) })
      else calls.push(...(await callAll(result as object, sent, `${name}.`)))
    } else if (typeof member === 'object' && member !== null) {
      calls.push(...(await callAll(member, sent, `${name}.`)))
    }
  }
  return calls
}

/** What all methods send to a control API that accepts everything. */
async function recordCalls(): Promise<Call[]> {
  const sent: string[] = []
  const client = controlClient(async (path, { method }) => {
    sent.push(`${method} ${path.split('?', 1)}`)
    return Response.json(method === 'GET' ? [] : { name: argument })
  })
  return callAll(platformControl(client, 'http://127.0.0.1'), sent)
}

/** The operations of the control API, and the requests that are one. */
async function describeOperations() {
  const { ask } = openControl()
  const { paths } = await bodyIn<{ paths: Record<string, object> }>(ask('GET', '/openapi.json'))
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => {
      const operation = `${method.toUpperCase()} ${path}`
      return { operation, pattern: new RegExp(`^${operation.replace(/\{\w+\}/g, '[^/]+')}$`) }
    }),
  )
}

describe('The typed methods', () => {
  test('cover every operation of the control API, and send nothing else', async () => {
    const [calls, operations] = await Promise.all([recordCalls(), describeOperations()])
    const sent = calls.flatMap((call) => call.sent)

    const without = operations.filter(({ pattern }) => !sent.some((one) => pattern.test(one)))
    const unknown = sent.filter((one) => !operations.some(({ pattern }) => pattern.test(one)))

    assert.deepEqual([without.map(({ operation }) => operation), unknown], [[], []])
    assert.ok(operations.length > 40, `only ${operations.length} operations`)
  })

  test('send one request each, and the README names them', async () => {
    const readme = await readFile(new URL('README.md', import.meta.url), 'utf8')

    for (const { name, sent } of await recordCalls()) {
      assert.equal(sent.length, 1, name)
      for (const part of name.split('.')) assert.ok(readme.includes(`\`${part}\``), name)
    }
  })
})
