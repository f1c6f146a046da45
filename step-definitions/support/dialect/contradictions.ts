import type {
  DialectFile,
  Endpoint,
  FieldSpelling,
  FieldSpellings,
  MessageKind,
  RefusalMeaning,
  SpelledField,
  StreamSpelling,
} from './dialect-file.ts'
import { fieldNames, ourEndpoints, ourWords, refusalStatuses, spelled } from './our-spelling.ts'

/**
 * The contradictions in a dialect, which a schema cannot find. Each begins with its place in the
 * file.
 */
export function contradictionsIn(file: DialectFile): string[] {
  const { fields = {}, refusals = {} } = file
  const own = (['place', 'find', 'list', 'cancel', 'stream'] as const).flatMap((section) =>
    sharedNames(`/${section}/fields`, { ...fields, ...file[section]?.fields }),
  )
  return [
    ...new Set([
      ...onlyInReplies(fields),
      ...sharedNames('/fields', fields),
      ...own,
      ...sectionsOf(file).flatMap(([at, spellings]) => ambiguousWords(at, spellings)),
      ...sharedStatuses(refusals),
      ...sharedRequests(file),
      ...ignoredChanges(file.stream ?? {}),
    ]),
  ]
}

const sectionsOf = (file: DialectFile): [at: string, spellings: FieldSpellings][] => [
  ['/fields', file.fields ?? {}],
  ...(['place', 'find', 'list', 'cancel', 'stream'] as const).map(
    (section): [string, FieldSpellings] => [`/${section}/fields`, file[section]?.fields ?? {}],
  ),
]

/**
 * The `fields` of the whole file apply to tickets too, where a name must be a key, and only the side
 * may be left out.
 */
function onlyInReplies(fields: FieldSpellings): string[] {
  return Object.entries(fields).flatMap(([field, spelling]) => {
    const isPointer = nameOf(field, spelling)?.startsWith('/')
    if (!isPointer && (spelling !== null || field === 'side')) return []
    const what = isPointer ? 'a pointer' : 'null'
    return [
      `/fields/${field}: ${what} is allowed only in the \`fields\` of a reply or of the stream`,
    ]
  })
}

/** Two fields with the same name could not be distinguished. */
function sharedNames(at: string, spellings: FieldSpellings): string[] {
  const roles = new Map<string, string>()
  return fieldNames.flatMap((field) => {
    const name = nameOf(field, spellings[field])
    if (name === undefined) return []
    const other = roles.get(name)
    roles.set(name, field)
    return other === undefined
      ? []
      : [`${at}/${field}: "${name}" cannot be both ${other} and ${field}`]
  })
}

const nameOf = (field: string, spelling: FieldSpelling | undefined): string | undefined =>
  spelling === null ? undefined : (spelled(spelling).name ?? field)

/** A word must have one meaning. A word of the contract keeps its own. */
function ambiguousWords(at: string, spellings: FieldSpellings): string[] {
  return Object.entries(spellings).flatMap(([field, spelling]) => {
    const { words } = spelled(spelling)
    return words ? meaningsOf(`${at}/${field}/words`, words, ourWords[field] ?? []) : []
  })
}

function meaningsOf(
  at: string,
  words: NonNullable<SpelledField['words']>,
  known: readonly string[],
): string[] {
  const meanings = new Map<unknown, string>()
  return known.flatMap((ours) =>
    [words[ours] ?? ours].flat().flatMap((word) => {
      const before = meanings.get(word)
      meanings.set(word, ours)
      const inContract = known.find((other) => other === String(word).toUpperCase())
      const other = before ?? (inContract === ours ? undefined : inContract)
      return other === undefined
        ? []
        : [`${at}/${ours}: ${JSON.stringify(word)} means ${other}, so it cannot also mean ${ours}`]
    }),
  )
}

/** The two refusals of a cancellation must have different statuses. */
function sharedStatuses(refusals: NonNullable<DialectFile['refusals']>): string[] {
  const statuses = (meaning: RefusalMeaning) => refusals[meaning] ?? [refusalStatuses[meaning]]
  const given = refusals.tooLate ? 'tooLate' : 'unknownOrder'
  return statuses('tooLate')
    .filter((status) => statuses('unknownOrder').includes(status))
    .map(
      (status) =>
        `/refusals/${given}: ${status} cannot mean both unknownOrder and tooLate. The core accepts ` +
        'any refusal of a late cancellation, so tooLate may be left out',
    )
}

/** Two endpoints with the same request could not be distinguished. */
function sharedRequests(file: DialectFile): string[] {
  const roles = new Map<string, Endpoint>()
  return (['place', 'find', 'list', 'cancel'] as const).flatMap((endpoint) => {
    const request = file[endpoint]?.request ?? ourEndpoints[endpoint].request
    const other = roles.get(request)
    roles.set(request, endpoint)
    if (other === undefined) return []
    const given = file[endpoint]?.request === undefined ? other : endpoint
    return [`/${given}/request: "${request}" cannot be both ${other} and ${endpoint}`]
  })
}

/** A notice is ignored, and a change must not be. In a list, changes are identified one by one. */
function ignoredChanges({ notices = [], subscribed, changes, change }: StreamSpelling): string[] {
  if (changes !== undefined || change === undefined) return []
  const others: [at: string, kind: MessageKind][] = [
    ...notices.map((kind, nth): [string, MessageKind] => [`/stream/notices/${nth}`, kind]),
    ...(subscribed ? [['/stream/subscribed', subscribed] as [string, MessageKind]] : []),
  ]
  return others.flatMap(([at, kind]) =>
    sharedValues(kind, change).map(
      (value) => `${at}: ${JSON.stringify(value)} at "${kind.at}" also matches a change`,
    ),
  )
}

function sharedValues(one: MessageKind, other: MessageKind) {
  if (one.at === undefined || one.at !== other.at || one.text !== undefined) return []
  if (one.is === undefined) return [other.is ?? 'any value'].flat()
  const values = [one.is].flat()
  const { is } = other
  return is === undefined ? values : values.filter((value) => [is].flat().includes(value))
}
