import fc from 'fast-check'
import type { Description, Operation, Parameter, Schema } from './description.ts'
import { junk, nearly, type Sense, valuesOf } from './values.ts'

type Field = readonly [name: string, value: string]

/** A request as it is tried; `{{…}}` stands for something that the platform has said before. */
export interface Attempt {
  readonly method: string
  readonly target: string
  readonly version: string
  readonly headers: readonly Field[]
  readonly body: string | undefined
  readonly isChunked: boolean
}

const said = (what: string) => fc.nat(999).map((nth) => `{{${what} ${nth}}}`)
const few = (name: string, count: number) => fc.nat(count - 1).map((nth) => `${name}-${nth}`)
const position = fc.oneof(fc.constant('{{position}}'), fc.nat(50).map(String))
const eventId = fc.oneof(position, fc.constant('{{position}}@{{log}}'))
const limit = fc.oneof(
  { weight: 40, arbitrary: fc.integer({ min: 1, max: 20 }) },
  fc.integer({ min: 21, max: 1000 }),
)

/** What makes sense where a schema does not say it: a thing that exists, a key that was used before. */
const sense: Sense = {
  orderId: said('order'),
  cursor: said('cursor'),
  log: fc.constant('{{log}}'),
  at: position,
  from: position,
  limit: limit.map(String),
  symbol: fc.constantFrom('EURUSD', 'BTC/USD', 'BRK.B', '1INCHUSDT'),
  clientOrderId: few('client', 300),
  'Min-Log-Position': position,
  'Last-Event-ID': eventId,
  lastEventId: eventId,
  'If-Match': fc.constantFrom('"1"', '"2"', '*', '"1", "2"', 'W/"1"'),
  'If-None-Match': fc.constantFrom('"1"', '"2"', '*', '"1", "2"', 'W/"1"'),
  'Idempotency-Key': few('key', 100),
  Outcome: fc.constantFrom(
    'execute; after=5',
    'cancel; reason="x"',
    'cancel; after=5;reason=%"n%c3%bc"',
  ),
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

interface Place {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

const unlisted = ['/', '/ui', '/openapi.json', '/asyncapi.json', '/problems/behind', '/nowhere']

/** Attempts at the operations of a description, and at some paths beside them; most are nearly right. */
export function attemptsAt({ paths, components }: Description): fc.Arbitrary<Attempt> {
  const places = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const aside = unlisted.map((path) => ({ path, method: 'get', operation: { responses: {} } }))
  return fc.oneof(
    ...places.map((place) => ({
      // Without orders there is little to be found at the other places.
      weight: place.operation.requestBody ? 48 : 12,
      arbitrary: attemptsAtOne(place, components.schemas),
    })),
    ...aside.map((place) => attemptsAtOne(place, components.schemas)),
  )
}

type Schemas = Readonly<Record<string, Schema>>

function attemptsAtOne(
  { path, method, operation }: Place,
  schemas: Schemas,
): fc.Arbitrary<Attempt> {
  const texts = ({ name, schema }: Parameter) =>
    nearly(sense[name] ?? valuesOf(schema, schemas, sense).map(textOf))
  const named = (place: Parameter['in']) =>
    (operation.parameters ?? []).filter((parameter) => parameter.in === place)
  return fc
    .record({
      method: methods(method.toUpperCase()),
      path: pathsLike(
        path,
        named('path').map((parameter) => [parameter.name, texts(parameter)]),
      ),
      query: queries(named('query').map((parameter) => [parameter, texts(parameter)])),
      described: described(named('header').map((parameter) => [parameter.name, texts(parameter)])),
      undescribed: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, headers),
      body: bodies(operation, schemas),
      isChunked: rarely(true, false),
      version: fc.oneof(
        { weight: 60, arbitrary: fc.constant('1.1') },
        fc.constantFrom('1.0', '1.0', '1.0', '2.0', '0.9', '3.0'),
      ),
    })
    .map(({ path, query, described, undescribed, ...rest }) => ({
      ...rest,
      target: path + query,
      headers: [...described, ...undescribed],
    }))
}

const rarely = <T>(seldom: T, else_: T) =>
  fc.oneof({ weight: 15, arbitrary: fc.constant(else_) }, fc.constant(seldom))

const methods = (right: string) =>
  fc.oneof(
    { weight: 20, arbitrary: fc.constant(right) },
    fc.constantFrom(
      ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY', 'PURGE'],
      ...['get', 'CONNECT', 'M-SEARCH', 'BREW', 'X'.repeat(40)],
    ),
  )

type Named<N> = readonly (readonly [N, fc.Arbitrary<string>])[]

function pathsLike(template: string, parameters: Named<string>): fc.Arbitrary<string> {
  const filled = fc
    .record(Object.fromEntries(parameters))
    .map((values) =>
      template.replaceAll(/\{(\w+)\}/g, (_, name: string) => escaped(values[name] ?? '')),
    )
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
  const disguised = fc.tuple(filled, fc.constantFrom(...disguises)).map(([path, as]) => as(path))
  return fc.oneof({ weight: 25, arbitrary: filled }, disguised)
}

/** As a client escapes it that does so; what stands for something said is put in later. */
const escaped = (text: string) =>
  text.startsWith('{{') ? text : encodeURIComponent(text.toWellFormed())

function queries(parameters: Named<Parameter>): fc.Arbitrary<string> {
  const given = parameters.map(([{ name, required = false }, value]) =>
    fc
      .tuple(fc.nat(19), value, value)
      .map(([luck, one, other]) => pairs(name, luck, isLikely(name, required), one, other)),
  )
  const unknown = fc
    .tuple(fc.nat(39), junk, junk)
    .map(([luck, name, value]) =>
      luck === 0 ? [`${escaped(name)}=${escaped(value)}`] : luck === 1 ? [name] : [],
    )
  return fc.tuple(...given, unknown).map((all) => {
    const text = all.flat().join('&')
    return text && `?${text}`
  })
}

/** A page of the usual length takes long to judge, so that most attempts ask for a shorter one. */
const isLikely = (name: string, isRequired: boolean) => isRequired || name === 'limit'

function pairs(name: string, luck: number, isLikely: boolean, one: string, other: string) {
  const pair = `${name}=${escaped(one)}`
  if (luck === 0) return [pair, `${name}=${escaped(other)}`]
  return luck < (isLikely ? 19 : 5) ? [pair] : []
}

/** Each of the header fields that an operation knows, now and then. */
const described = (fields: Named<string>): fc.Arbitrary<Field[]> =>
  fc
    .tuple(...fields.map(([name, value]) => fc.tuple(fc.nat(5), fc.constant(name), value)))
    .map((all) => all.flatMap(([luck, name, value]): Field[] => (luck ? [] : [[name, value]])))

/** Bytes that may stand in a header field, and some that may not. */
const fieldText = junk.map((text) => text.replaceAll(/[\r\n]/g, ' '))

const headers: fc.Arbitrary<Field[]> = fc.array(
  fc.oneof(
    ...Object.entries({
      Accept: ['*/*', 'text/html', 'application/json;q=0'],
      'Accept-Encoding': ['gzip', 'identity;q=0'],
      'Access-Control-Request-Method': ['POST'],
      Connection: ['close', 'keep-alive', 'Upgrade', 'Transfer-Encoding', 'nonsense'],
      'Content-Encoding': ['gzip', 'identity', 'br'],
      'Content-Type': [
        ...['text/plain', 'application/json;charset=utf-16', 'application/json', ''],
        ...[
          'application/json;',
          'application/json ; profile="x;y"',
          'application/json;x=1,text/plain',
        ],
      ],
      Expect: ['100-continue', 'wonders', '100-continue, wonders'],
      Forwarded: ['host=elsewhere.test'],
      Host: [
        'elsewhere.test',
        'x.localhost',
        'a b',
        '[::1]',
        '[0::1]',
        '10.0.0.256',
        'x:99999',
        '',
      ],
      Origin: ['http://localhost:5173', 'http://elsewhere.test', 'null'],
      Range: ['bytes=0-1'],
      'Sec-WebSocket-Key': ['AAAAAAAAAAAAAAAAAAAAAA==', 'AA=='],
      'Sec-WebSocket-Version': ['13', '8'],
      TE: ['trailers'],
      Upgrade: ['websocket', 'h2c'],
      'X-HTTP-Method-Override': ['DELETE'],
    }).map(([name, values]) => fc.constantFrom(...values).map((value): Field => [name, value])),
    fieldText.map((value): Field => ['X-Junk', value]),
    fieldText.map((name): Field => [name, 'x']),
    fc.constant<Field>(['X-Long', 'x'.repeat(17_000)]),
    // Many lines in one.
    fc.constant<Field>(['X-Many', 'x\r\nX-Many: '.repeat(1500)]),
  ),
  { minLength: 1, maxLength: 3 },
)

/** Bodies that a parser may fail at, or read as something else than was meant. */
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
  const right = valuesOf(schema, schemas, sense).map((value) => JSON.stringify(value))
  const other = fc
    .tuple(
      right,
      fc.constantFrom('symbol', 'side', 'quantity', 'clientOrderId', 'x'),
      fc.jsonValue(),
    )
    .map(([text, name, value]) => JSON.stringify({ ...JSON.parse(text), [name]: value }))
  return fc.oneof(
    { weight: 12, arbitrary: right },
    { weight: 3, arbitrary: other },
    { weight: 3, arbitrary: nearly(right) },
    fc.json(),
    fc.constantFrom(undefined, ...hardBodies),
  )
}
