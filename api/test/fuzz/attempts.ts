import fc from 'fast-check'
import type { Description, Operation, Parameter, Schemas } from './description.ts'
import { junk, nearly, type Sensible, valuesOf } from './values.ts'

type Field = readonly [name: string, value: string]

/** A request. `{{…}}` is a placeholder for something from an earlier reply. */
export interface Attempt {
  readonly method: string
  readonly target: string
  readonly version: string
  readonly headers: readonly Field[]
  readonly body: string | undefined
  readonly isChunked: boolean
}

const earlier = (what: string) => fc.nat(999).map((nth) => `{{${what} ${nth}}}`)
const few = (name: string, count: number) => fc.nat(count - 1).map((nth) => `${name}-${nth}`)
const position = fc.oneof(fc.constant('{{position}}'), fc.nat(50).map(String))
const eventId = fc.oneof(position, fc.constant('{{position}}@{{log}}'))
const entityTags = fc.constantFrom('"1"', '"2"', '*', '"1", "2"', 'W/"1"')
const limit = fc.oneof(
  { weight: 40, arbitrary: fc.integer({ min: 1, max: 20 }) },
  fc.integer({ min: 21, max: 1000 }),
)

const sensible: Sensible = {
  orderId: earlier('order'),
  cursor: earlier('cursor'),
  log: fc.constant('{{log}}'),
  at: position,
  from: position,
  limit: limit.map(String),
  symbol: fc.constantFrom('EURUSD', 'BTC/USD', 'BRK.B', '1INCHUSDT'),
  clientOrderId: few('client', 300),
  'Min-Log-Position': position,
  'Last-Event-ID': eventId,
  lastEventId: eventId,
  'If-Match': entityTags,
  'If-None-Match': entityTags,
  'Idempotency-Key': few('key', 100),
  Outcome: fc.constantFrom(
    'execute; after=5',
    'cancel; reason="x"',
    'cancel; after=5;reason=%"n%c3%bc"',
  ),
}

interface Place {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

/** Paths that the description does not list. */
const unlisted = ['/', '/ui', '/openapi.json', '/asyncapi.json', '/problems/behind', '/nowhere']

/** Requests for every operation of a description, and for some other paths. Most are almost valid. */
export function attemptsAt({ paths, components }: Description): fc.Arbitrary<Attempt> {
  const listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  return fc.oneof(
    ...listed.map((place) => ({
      // Most operations need orders, so placements are frequent.
      weight: place.operation.requestBody ? 48 : 12,
      arbitrary: attemptsAtPlace(place, components.schemas),
    })),
    ...unlisted.map((path) =>
      attemptsAtPlace({ path, method: 'get', operation: { responses: {} } }, components.schemas),
    ),
  )
}

function attemptsAtPlace({ path, method, operation }: Place, schemas: Schemas) {
  const named = (place: Parameter['in']): Named[] =>
    (operation.parameters ?? [])
      .filter((parameter) => parameter.in === place)
      .map(({ name, required = false, schema }) => {
        const described = valuesOf(schema, schemas, sensible).map((value) =>
          typeof value === 'string' ? value : JSON.stringify(value),
        )
        return { name, required, values: nearly(sensible[name] ?? described) }
      })
  return fc
    .record({
      method: methods(method.toUpperCase()),
      path: pathsLike(path, named('path')),
      query: queries(named('query')),
      described: describedFields(named('header')),
      undescribed: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, undescribedFields),
      body: bodies(operation, schemas),
      isChunked: fc.nat(15).map((luck) => luck === 0),
      version: fc.oneof(
        { weight: 60, arbitrary: fc.constant('1.1') },
        fc.constantFrom('1.0', '1.0', '1.0', '2.0', '0.9', '3.0'),
      ),
    })
    .map(
      ({ path, query, described, undescribed, ...rest }): Attempt => ({
        ...rest,
        target: path + query,
        headers: [...described, ...undescribed],
      }),
    )
}

const methods = (right: string) =>
  fc.oneof(
    { weight: 20, arbitrary: fc.constant(right) },
    fc.constantFrom(
      ...'GET HEAD POST PUT PATCH DELETE OPTIONS TRACE QUERY PURGE get CONNECT BREW'.split(' '),
      ...['M-SEARCH', 'X'.repeat(40)],
    ),
  )

/** A parameter with its values. */
interface Named {
  readonly name: string
  readonly required: boolean
  readonly values: fc.Arbitrary<string>
}

const disguises: readonly ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => `/${path}`,
  (path) => `http://localhost${path}`,
  (path) => `http://user:secret@localhost${path}`,
  (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  (path) => path.toUpperCase(),
  (path) => path.replaceAll('/', '\\'),
  (path) => `${path}/../health`,
  (path) => `${path}#fragment`,
  (path) => `${path};v=1`,
  (path) => path + 'x'.repeat(9000),
  (path) => path + 'x'.repeat(17_000),
  () => '*',
]

/** Paths of a template, some of them in another spelling. */
function pathsLike(template: string, parameters: readonly Named[]): fc.Arbitrary<string> {
  const filled = fc
    .record(Object.fromEntries(parameters.map(({ name, values }) => [name, values])))
    .map((values) =>
      template.replaceAll(/\{(\w+)\}/g, (_, name: string) => escaped(values[name] ?? '')),
    )
  const disguised = fc.tuple(filled, fc.constantFrom(...disguises)).map(([path, as]) => as(path))
  return fc.oneof({ weight: 25, arbitrary: filled }, disguised)
}

/** Percent-encodes text, but not a placeholder. */
const escaped = (text: string) =>
  text.startsWith('{{') ? text : encodeURIComponent(text.toWellFormed())

function queries(parameters: readonly Named[]): fc.Arbitrary<string> {
  const known = parameters.map(({ name, required, values }) =>
    fc
      .tuple(fc.nat(19), values, values)
      .map(([luck, ...two]) =>
        two.slice(0, timesGiven(luck, name, required)).map((value) => `${name}=${escaped(value)}`),
      ),
  )
  const unknown = fc
    .tuple(fc.nat(39), junk, junk)
    .map(([luck, name, value]) =>
      luck === 0 ? [`${escaped(name)}=${escaped(value)}`] : luck === 1 ? [name] : [],
    )
  return fc.tuple(...known, unknown).map((pairs) => {
    const text = pairs.flat().join('&')
    return text && `?${text}`
  })
}

/** Almost always a limit, because it takes long to check a page of the default size. */
function timesGiven(luck: number, name: string, isRequired: boolean): number {
  if (luck === 0) return 2
  return luck < (isRequired || name === 'limit' ? 19 : 5) ? 1 : 0
}

/** Each described field in one of six requests. */
const describedFields = (parameters: readonly Named[]): fc.Arbitrary<Field[]> =>
  fc
    .tuple(...parameters.map(({ name, values }) => fc.tuple(fc.nat(5), fc.constant(name), values)))
    .map((all) => all.flatMap(([luck, name, value]): Field[] => (luck ? [] : [[name, value]])))

/** Text for a field, with bytes that are not allowed there, but on one line. */
const fieldText = junk.map((text) => text.replaceAll(/[\r\n]/g, ' '))

const fieldValues: Readonly<Record<string, readonly string[]>> = {
  Accept: ['*/*', 'text/html', 'application/json;q=0'],
  'Accept-Encoding': ['gzip', 'identity;q=0'],
  'Access-Control-Request-Method': ['POST'],
  Connection: ['close', 'keep-alive', 'Upgrade', 'Transfer-Encoding', 'nonsense'],
  'Content-Encoding': ['gzip', 'identity', 'br'],
  'Content-Type': [
    ...['text/plain', 'application/json;charset=utf-16', 'application/json', 'application/json;'],
    ...['', 'application/json ; profile="x;y"', 'application/json;x=1,text/plain'],
  ],
  Expect: ['100-continue', 'wonders', '100-continue, wonders'],
  Forwarded: ['host=elsewhere.test'],
  Host: [
    ...['elsewhere.test', 'x.localhost', 'a b', '[::1]', '[0::1]', '10.0.0.256', 'x:99999', ''],
  ],
  Origin: ['http://localhost:5173', 'http://elsewhere.test', 'null'],
  Range: ['bytes=0-1'],
  'Sec-WebSocket-Key': ['AAAAAAAAAAAAAAAAAAAAAA==', 'AA=='],
  'Sec-WebSocket-Version': ['13', '8'],
  TE: ['trailers'],
  Upgrade: ['websocket', 'h2c'],
  'X-HTTP-Method-Override': ['DELETE'],
  'X-Long': ['x'.repeat(17_000)],
  // Many lines in one value.
  'X-Many': ['x\r\nX-Many: '.repeat(1500)],
}

const undescribedFields: fc.Arbitrary<Field[]> = fc.array(
  fc.oneof(
    ...Object.entries(fieldValues).map(([name, values]) =>
      fc.constantFrom(...values).map((value): Field => [name, value]),
    ),
    fieldText.map((value): Field => ['X-Junk', value]),
    fieldText.map((name): Field => [name, 'x']),
  ),
  { minLength: 1, maxLength: 3 },
)

/** Bodies on which parsers fail, or which they read in different ways. */
const hardBodies = [
  '',
  '['.repeat(9000),
  '['.repeat(8000) + ']'.repeat(8000),
  ' '.repeat(20_000),
  '{"quantity":1e400}',
  '{"quantity":1.0000000000000000001}',
  '{"side":"BUY","side":"SELL"}',
  `${'{"x":'.repeat(2000)}{"a":1,"a":1}${'}'.repeat(2000)}`,
]

function bodies({ requestBody }: Operation, schemas: Schemas): fc.Arbitrary<string | undefined> {
  const schema = requestBody?.content['application/json']?.schema
  if (!schema) return fc.oneof({ weight: 20, arbitrary: fc.constant(undefined) }, junk)
  const right = valuesOf(schema, schemas, sensible).map((value) => JSON.stringify(value))
  const fields = fc.constantFrom('symbol', 'side', 'quantity', 'clientOrderId', 'x')
  const oneWrong = fc
    .tuple(right, fields, fc.jsonValue())
    .map(([text, name, value]) => JSON.stringify({ ...JSON.parse(text), [name]: value }))
  return fc.oneof(
    { weight: 12, arbitrary: right },
    { weight: 3, arbitrary: oneWrong },
    { weight: 3, arbitrary: nearly(right) },
    fc.json(),
    fc.constantFrom(undefined, ...hardBodies),
  )
}
