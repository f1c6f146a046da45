import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { bodyIn, orderIn, turn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { createTestListener } from '../test/support/listener.ts'
import { subscriptionRequest } from '../test/support/stream.ts'

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly example?: unknown
  readonly schema: { readonly $ref?: string; readonly example?: unknown }
}

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Record<string, { readonly example?: object }> }
}

interface Description {
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { readonly schemas: Record<string, { readonly example?: unknown }> }
}

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
const [, readmeTicket = ''] = /^curl -i http:\S+\/orders .*?-d '(.*?)'$/ms.exec(readme) ?? []

const { paths, components } = await bodyIn<Description>(openControl().ask('GET', '/openapi.json'))
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ method, path, ...operation })),
)

/** A platform as started by `npm start`, without latency, and the examples of its control API. */
function begin() {
  const clock = createVirtualClock()
  const control = openControl(undefined, { time: { mode: 'real', clock } })
  const { ask, send, remove, venues } = control

  const exampleOf = ({ example, schema }: Parameter) =>
    String(
      example ??
        schema.example ??
        components.schemas[schema.$ref?.split('/').at(-1) ?? '']?.example,
    )

  /** Sends what Swagger UI sends on Execute, without any input. */
  function execute(operationId: string): Promise<Response> {
    const operation = operations.find((one) => one.operationId === operationId)
    assert.ok(operation, operationId)
    const { method, path, parameters = [], requestBody } = operation
    const target = path.replaceAll(/\{(\w+)\}/g, (_, name) => {
      const parameter = parameters.find((one) => one.in === 'path' && one.name === name)
      assert.ok(parameter, `${operationId} ${name}`)
      return exampleOf(parameter)
    })
    const body = requestBody?.content['application/json']?.example
    return Promise.resolve(ask(method.toUpperCase(), target, body))
  }

  const place = () => send(readmeTicket)
  const listed = async (operationId: string) => {
    const [first] = await bodyIn<Record<string, unknown>[]>(execute(operationId))
    return first
  }
  const follow = () => {
    const listener = createTestListener()
    venues.main.stream.subscribe(listener, subscriptionRequest(0))
    return listener
  }
  return { clock, execute, place, listed, follow, remove, venue: venues.main.venue }
}

describe('The example in the document, used before placing the ticket of the README:', () => {
  test('an outcome rule decides the outcome of the order', async () => {
    const { execute, place, listed, clock, venue } = begin()
    assert.equal((await execute('addOutcomeRule')).status, 201)
    const { orderId } = await orderIn(place())
    clock.advance(100)

    const order = venue.find(orderId)
    assert.ok('orderStatus' in order && order.orderStatus === 'CANCELLED')
    assert.equal((await listed('listOutcomeRules'))?.hits, 1)
  })

  test('a fault loses the reply, and the order exists', async () => {
    const { execute, place, listed, venue } = begin()
    assert.equal((await execute('addFaultRule')).status, 201)
    const reply = await place()

    assert.ok(reply.status !== 201)
    assert.equal(venue.position, 1)
    assert.equal((await listed('listFaultRules'))?.hits, 1)
  })

  test('a breakpoint holds the request until it is released', async () => {
    const { execute, place, venue } = begin()
    assert.equal((await execute('addBreakpoint')).status, 201)
    const placing = place()
    await turn()

    assert.equal(venue.position, 0)
    assert.equal((await execute('releaseHeldRequest')).status, 204)
    assert.equal((await placing).status, 201)
  })

  test('a race makes the cancel too late', async () => {
    const { execute, place, remove, listed } = begin()
    assert.equal((await execute('addRace')).status, 201)
    const { orderId } = await orderIn(place())

    assert.equal((await remove(`/orders/${orderId}`)).status, 409)
    assert.equal(((await listed('listRaces'))?.result as { winner?: string })?.winner, 'execution')
  })

  test('a stream fault drops a message', async () => {
    const { execute, place, listed, clock, follow, venue } = begin()
    const listener = follow()
    assert.equal((await execute('addStreamFaultRule')).status, 201)
    await place()
    clock.advance(3000)
    await turn()

    assert.equal(venue.position, 2)
    assert.equal(listener.orders.length, 1)
    assert.equal((await listed('listStreamFaultRules'))?.hits, 1)
  })

  test('a latency delays the reply', async () => {
    const { execute, place, clock } = begin()
    assert.equal((await execute('setLatency')).status, 200)
    const placing = place()
    clock.advance(60_000)
    await turn()
    clock.advance(50)

    assert.match((await placing).headers.get('server-timing') ?? '', /after;dur=50/)
  })
})

/** What must exist for the examples of an operation to work. */
const before: Readonly<Record<string, readonly string[]>> = {
  removeOutcomeRule: ['addOutcomeRule'],
  removeFaultRule: ['addFaultRule'],
  removeCommitFaultRule: ['addCommitFaultRule'],
  removeBreakpoint: ['addBreakpoint'],
  removeRace: ['addRace'],
  removeStreamFaultRule: ['addStreamFaultRule'],
}

/** Paths with an id that no example can know: of an order, an entry or a held request. */
const needsId = /\{(?:orderId|entry|heldRequest)\}/

describe('The example in the document, once the example venue is open:', () => {
  for (const { operationId, path } of operations.filter((one) => !needsId.test(one.path))) {
    test(`${operationId} at ${path} works`, async () => {
      const { execute } = begin()
      if (operationId !== 'openVenue') await execute('openVenue')
      for (const earlier of before[operationId] ?? []) await execute(earlier)

      const reply = await execute(operationId)

      assert.ok(reply.ok, await reply.text())
    })
  }
})
