import type { DialectFile, FieldSpellings } from './dialect-file.ts'
import { fieldNames, ourEndpoints, ourWords, refusalStatuses, spelled } from './our-spelling.ts'

const endpoints = ['place', 'find', 'list', 'cancel'] as const
const meanings = ['badTicket', 'unknownOrder', 'tooLate'] as const

/**
 * The contradictions in a dialect, which a schema cannot find. Each begins with its place in the
 * file.
 */
export function contradictionsIn(file: DialectFile): string[] {
  const { fields = {} } = file
  const sections = [...endpoints, 'stream' as const].map(
    (name) => [`/${name}/fields`, file[name]?.fields] as const,
  )
  return [
    ...new Set([
      ...onlyInReplies(fields),
      ...sharedNames('/fields', fields),
      ...sections.flatMap(([at, own]) => (own ? sharedNames(at, { ...fields, ...own }) : [])),
      ...[['/fields', fields] as const, ...sections].flatMap(([at, own]) =>
        sharedWords(at, own ?? {}),
      ),
      ...shared(
        endpoints.map((name) => [
          `/${name}/request`,
          file[name]?.request ?? ourEndpoints[name].request,
          name,
          file[name]?.request !== undefined,
        ]),
      ),
      ...shared(
        // Both are refusals of a cancellation.
        meanings
          .slice(1)
          .flatMap((name) =>
            (file.refusals?.[name] ?? [refusalStatuses[name]]).map(
              (status): Claim => [
                `/refusals/${name}`,
                status,
                name,
                file.refusals?.[name] !== undefined,
              ],
            ),
          ),
      ),
      ...excluded(file),
    ]),
  ]
}

/** What a place in the file, if it is given there, uses for which role. */
type Claim = readonly [at: string, used: unknown, role: string, isGiven: boolean]

/** What is used for two roles could not be distinguished. The fault is at one that is given. */
function shared(claims: readonly Claim[]): string[] {
  const roles = new Map<unknown, string>()
  const inOrder = claims.toSorted((a, b) => Number(a[3]) - Number(b[3]))
  return inOrder.flatMap(([at, used, role]) => {
    const other = roles.get(used) ?? role
    roles.set(used, role)
    return other === role
      ? []
      : [`${at}: ${JSON.stringify(used)} cannot be both ${other} and ${role}`]
  })
}

const sharedNames = (at: string, spellings: FieldSpellings) =>
  shared(
    fieldNames
      .filter((field) => spellings[field] !== null)
      .map((field) => [
        `${at}/${field}`,
        spelled(spellings[field]).name ?? field,
        field,
        spellings[field] !== undefined,
      ]),
  )

/** A word of the contract keeps its meaning, in any case. */
const sharedWords = (at: string, spellings: FieldSpellings) =>
  Object.entries(ourWords).flatMap(([field, known]) => {
    const { words = {} } = spelled(spellings[field])
    return shared(
      known.flatMap((ours) => [
        [at, ours, ours, false] as const,
        ...[words[ours] ?? []]
          .flat()
          .map(
            (word): Claim => [
              `${at}/${field}/words/${ours}`,
              known.find((one) => one === String(word).toUpperCase()) ?? word,
              ours,
              true,
            ],
          ),
      ]),
    )
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
  const { pattern, snapshot, byId, changes, subscribed, subscribePerOrder } = stream
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
      byId === true && changes === undefined,
      '/stream/byId: `changes` must say where the object is',
    ],
    [
      snapshot === true && (changes === undefined || subscribed === undefined),
      '/stream/snapshot: `changes` must say where the orders are, and `subscribed` which message ' +
        'has the first of them',
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
