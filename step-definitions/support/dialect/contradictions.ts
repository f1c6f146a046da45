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

/** What no schema can tell of a dialect: that two things in it are at odds. Each begins with where. */
export function contradictionsIn(file: DialectFile): string[] {
  const { fields = {}, refusals = {} } = file
  const own = (['place', 'find', 'list', 'cancel', 'stream'] as const).flatMap((section) =>
    namesInTwoRoles(`/${section}/fields`, { ...fields, ...file[section]?.fields }),
  )
  return [
    ...new Set([
      ...namesThatReach(fields),
      ...namesInTwoRoles('/fields', fields),
      ...own,
      ...sectionsOf(file).flatMap(([at, spellings]) => wordsInTwoRoles(at, spellings)),
      ...statusesInTwoRoles(refusals),
      ...requestsInTwoRoles(file),
      ...kindsInTwoRoles(file.stream ?? {}),
    ]),
  ]
}

const sectionsOf = (file: DialectFile): [at: string, spellings: FieldSpellings][] => [
  ['/fields', file.fields ?? {}],
  ...(['place', 'find', 'list', 'cancel', 'stream'] as const).map(
    (section): [string, FieldSpellings] => [`/${section}/fields`, file[section]?.fields ?? {}],
  ),
]

/** What holds for tickets too has to be a key that can be written in one. */
function namesThatReach(fields: FieldSpellings): string[] {
  return Object.entries(fields).flatMap(([field, spelling]) =>
    nameOf(field, spelling)?.startsWith('/')
      ? [
          `/fields/${field}: a pointer can stand in the \`fields\` of a reply or of the stream alone`,
        ]
      : [],
  )
}

/** Two fields that are spelt alike could not be told from each other. */
function namesInTwoRoles(at: string, spellings: FieldSpellings): string[] {
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

/** A word has one meaning, and one of ours means what it means to us. */
function wordsInTwoRoles(at: string, spellings: FieldSpellings): string[] {
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
      const toUs = known.find((other) => other === String(word).toUpperCase())
      const other = before ?? (toUs === ours ? undefined : toUs)
      return other === undefined
        ? []
        : [`${at}/${ours}: ${JSON.stringify(word)} means ${other}, and cannot mean ${ours} as well`]
    }),
  )
}

/** Of a cancellation it has to be known which of two refusals it met. */
function statusesInTwoRoles(refusals: NonNullable<DialectFile['refusals']>): string[] {
  const statuses = (meaning: RefusalMeaning) => refusals[meaning] ?? [refusalStatuses[meaning]]
  const given = refusals.tooLate ? 'tooLate' : 'unknownOrder'
  return statuses('tooLate')
    .filter((status) => statuses('unknownOrder').includes(status))
    .map(
      (status) =>
        `/refusals/${given}: ${status} cannot mean both unknownOrder and tooLate. In the core any ` +
        'refusal will do for a cancellation that is too late, and need not be named',
    )
}

/** Who is asked the same in two ways would not know which is meant. */
function requestsInTwoRoles(file: DialectFile): string[] {
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

/** A notice is passed over, and a change must not be. In a list changes are told apart by themselves. */
function kindsInTwoRoles({ notices = [], subscribed, changes, change }: StreamSpelling): string[] {
  if (changes !== undefined || change === undefined) return []
  const others: [at: string, kind: MessageKind][] = [
    ...notices.map((kind, nth): [string, MessageKind] => [`/stream/notices/${nth}`, kind]),
    ...(subscribed ? [['/stream/subscribed', subscribed] as [string, MessageKind]] : []),
  ]
  return others.flatMap(([at, kind]) =>
    valuesOfBoth(kind, change).map(
      (value) =>
        `${at}: ${JSON.stringify(value)} at "${kind.at}" is a change, and cannot be passed over`,
    ),
  )
}

function valuesOfBoth(one: MessageKind, other: MessageKind) {
  if (one.at === undefined || one.at !== other.at || one.text !== undefined) return []
  if (one.is === undefined) return [other.is ?? 'whatever is there'].flat()
  const values = [one.is].flat()
  const { is } = other
  return is === undefined ? values : values.filter((value) => [is].flat().includes(value))
}
