import type { DialectFile, FieldSpellings } from './dialect-file.ts'
import { fieldNames, ourEndpoints, ourWords, refusalStatuses, spelled } from './our-spelling.ts'

const endpoints = ['place', 'find', 'list', 'cancel'] as const
const refusalsOfCancellations = ['unknownOrder', 'tooLate'] as const

/**
 * The contradictions in a dialect, which a schema cannot find. Each begins with its place in the
 * file.
 */
export function contradictionsIn(file: DialectFile): string[] {
  const { fields = {}, refusals = {} } = file
  const sections = [...endpoints, 'stream' as const].flatMap((name) => {
    const own = file[name]?.fields
    return own ? [{ at: `/${name}/fields`, own, all: { ...fields, ...own } }] : []
  })
  return [
    ...onlyInReplies(fields),
    ...[{ at: '/fields', own: fields, all: fields }, ...sections].flatMap(({ at, own, all }) => [
      ...sharedNames(at, all),
      ...sharedWords(at, own),
    ]),
    ...shared(
      endpoints.map((name) => [
        name,
        `/${name}/request`,
        file[name]?.request,
        ourEndpoints[name].request,
      ]),
    ),
    ...shared(
      refusalsOfCancellations.map((name) => [
        name,
        `/refusals/${name}`,
        refusals[name],
        refusalStatuses[name],
      ]),
    ),
    ...excluded(file),
  ]
}

/** What stands for a role: what a place in the file gives for it, or else the contract's. */
type Use = readonly [role: string, at: string, given: unknown, ours: unknown]

/** What stands for two roles could not be distinguished. The fault is at one that is given. */
function shared(uses: readonly Use[]): string[] {
  const roles = new Map<unknown, string>()
  const isGiven = ([, , given]: Use) => Number(given !== undefined)
  return uses
    .toSorted((a, b) => isGiven(a) - isGiven(b))
    .flatMap(([role, at, given, ours]) =>
      [given ?? ours].flat().flatMap((used) => {
        const other = roles.get(used) ?? role
        roles.set(used, role)
        const fault = `${at}: ${JSON.stringify(used)} cannot be both ${other} and ${role}`
        return other === role ? [] : [fault]
      }),
    )
}

const sharedNames = (at: string, spellings: FieldSpellings) =>
  shared(
    fieldNames
      .filter((field) => spellings[field] !== null)
      .map((field) => [field, `${at}/${field}`, spelled(spellings[field]).name, field]),
  )

/** A word of the contract keeps its meaning, in any case. */
const sharedWords = (at: string, spellings: FieldSpellings) =>
  Object.entries(ourWords).flatMap(([field, known]) => {
    const { words = {} } = spelled(spellings[field])
    const meant = (word: unknown) =>
      known.find((ours) => ours === String(word).toUpperCase()) ?? word
    return shared([
      ...known.map((ours): Use => [ours, at, undefined, ours]),
      ...Object.entries(words).map(
        ([ours, given]): Use => [
          ours,
          `${at}/${field}/words/${ours}`,
          [given].flat().map(meant),
          ours,
        ],
      ),
    ])
  })

/**
 * The `fields` of the whole file apply to tickets too, where a name must be a key, and only the side
 * may be left out.
 */
const onlyInReplies = (fields: FieldSpellings) =>
  Object.entries(fields).flatMap(([field, spelling]) => {
    const isPointer = spelled(spelling).name?.startsWith('/')
    if (!isPointer && (spelling !== null || field === 'side')) return []
    const what = isPointer ? 'a pointer' : 'null'
    return [
      `/fields/${field}: ${what} is allowed only in the \`fields\` of a reply or of the stream`,
    ]
  })

/** Keys that exclude or need each other. */
function excluded({ place = {}, stream = {} }: DialectFile): string[] {
  const { pattern, subscribePerOrder } = stream
  const groups = [...(pattern ?? '').matchAll(/\(\?<(\w+)>/g)].map(([, name = '']) => name)
  const inJson = (['changes', 'change', 'order', 'snapshot', 'byId'] as const).filter(
    (key) => stream[key] !== undefined,
  )
  const rules: [isBroken: boolean, fault: string][] = [
    [
      place.orderId !== undefined && place.order !== undefined,
      '/place/orderId: a reply with an order has its id there: leave out one of `orderId` and `order`',
    ],
    [
      pattern !== undefined && inJson.length > 0,
      `/stream/${inJson[0]}: a message that matches \`pattern\` is not JSON`,
    ],
    [
      subscribePerOrder?.some((message) => JSON.stringify(message).includes('{orderId}')) === false,
      '/stream/subscribePerOrder: no message has {orderId}',
    ],
    ...groups
      .filter((name) => !fieldNames.includes(name))
      .map((name): [boolean, string] => [
        true,
        `/stream/pattern: "${name}" is no field; allowed are ${fieldNames.join(', ')}`,
      ]),
    ...['orderId', 'orderStatus'].map((name): [boolean, string] => [
      pattern !== undefined && !groups.includes(name),
      `/stream/pattern: there is no group (?<${name}>…)`,
    ]),
  ]
  return rules.flatMap(([isBroken, fault]) => (isBroken ? [fault] : []))
}
