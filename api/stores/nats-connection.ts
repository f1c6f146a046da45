import { setTimeout } from 'node:timers/promises'
import {
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream'
import {
  AuthorizationError,
  connect,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node'
import { createId, isWrongSequence } from './nats-publish.ts'
import { StoreError } from './store.ts'

/** Older servers can accept two writers that expect the same sequence (before 2.9.21) or lose commits. */
const oldestVersion = [2, 10, 27]

/** The logs are spread over this many streams. Changing it would move venues to other streams. */
const streamCount = 4

/** How long a start waits for the servers, which may have been started at the same time. */
const connectMs = 10_000
/**
 * How long a start waits for JetStream, which has no leader during an election. A round takes up to 9 s,
 * and a machine with a busy disk needs several.
 */
const electionMs = 60_000
const pollMs = 200

/** The server's default, and room for the headers of a message. */
const defaultMaxPayload = 1_048_576
const headerBytes = 4096

/** How long a server has to answer. Short: a venue that starts again waits for it before it serves reads. */
const requestMs = 2000

export interface NatsLink {
  /** For people: the servers without passwords. */
  readonly description: string
  readonly connection: NatsConnection
  readonly jetStream: JetStreamClient
  readonly manager: JetStreamManager
  readonly server: ServerSwitch
  /** The largest body of a message. Kept, because a client without a connection does not know it. */
  readonly maxBodyBytes: number
}

/** The streams with the logs of all venues. */
export const streams = Array.from({ length: streamCount }, (_, nth) => `papertape-${nth + 1}`)

/** The subjects of a stream: one for each venue. */
const subjectsOf = (stream: string) => `${stream}.log.*`

/** Where the log of a venue is. A dot would split the subject. */
export function placeOf(venue: string): { readonly stream: string; readonly subject: string } {
  let hash = 0
  for (const char of venue) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0
  const stream = streams[hash % streamCount] as string
  return { stream, subject: `${stream}.log.${venue.replaceAll('.', '%2E')}` }
}

/** The venue of a subject. */
export const venueOf = (subject: string): string =>
  subject.slice(subject.lastIndexOf('.') + 1).replaceAll('%2E', '.')

/**
 * Connects to the servers in a URL such as `nats://a:4222,b:4222`, and creates the streams if they do not
 * exist. Rejects with a StoreError if these servers cannot keep logs safely.
 */
export async function linkToNats(url: string): Promise<NatsLink> {
  const { servers, ...login } = partsOf(url)
  const description = `nats://${servers.join(',')}`
  const options = { ...login, name: 'papertape', timeout: requestMs }
  const connection = await connectTo(description, {
    ...options,
    servers,
    // A commit waits for a server to come back, and fails after a time of its own.
    maxReconnectAttempts: -1,
    reconnectTimeWait: 200,
    reconnectJitter: 50,
    // A server that is frozen keeps its connections. By default, that would take minutes to notice.
    pingInterval: 1000,
    maxPingOut: 2,
    // The stack of every request, in case it fails, costs time.
    noAsyncTraces: true,
  })
  try {
    await Promise.all(servers.map((server) => checkVersion(server, options)))
    const manager = await managerOf(description, connection)
    const link = {
      description,
      connection,
      jetStream: jetstream(connection, { timeout: requestMs }),
      manager,
      server: createServerSwitch(connection),
      maxBodyBytes: (connection.info?.max_payload ?? defaultMaxPayload) - headerBytes,
    }
    for (const stream of streams) await ensureStream(link, stream)
    return link
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** After this long without a success, another server is tried: this one may be cut off from the others. */
const patienceMs = 2000

type ServerSwitch = ReturnType<typeof createServerSwitch>

/** Goes to another server when nothing works through this one. */
function createServerSwitch(connection: NatsConnection) {
  let failingSince: number | undefined
  return {
    worked(): void {
      failingSince = undefined
    },
    failed(): void {
      const now = performance.now()
      failingSince ??= now
      if (now - failingSince < patienceMs || connection.isClosed()) return
      failingSince = undefined
      // Without a connection, it is about to try the others anyway.
      connection.reconnect().catch(() => {})
    },
  }
}

/** Connects to the first server that answers. Waits for one, but does not repeat a wrong password. */
const connectTo = (description: string, options: NodeConnectionOptions) =>
  repeated(() => connect(options), {
    withinMs: connectMs,
    isFinal: (error) => error instanceof AuthorizationError,
  }).catch((cause: Error) => {
    throw new StoreError(`No NATS server answers at ${description}: ${cause.message}`, { cause })
  })

interface Repetition {
  readonly withinMs: number
  /** Whether it would fail again. */
  readonly isFinal?: (error: unknown) => boolean
}

/** Repeats an attempt until it succeeds. Rejects with the last error when the time is over. */
async function repeated<T>(
  attempt: () => Promise<T>,
  { withinMs, isFinal = () => false }: Repetition,
): Promise<T> {
  const end = Date.now() + withinMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (isFinal(error) || Date.now() > end) throw error
    }
    await setTimeout(pollMs)
  }
}

/** The servers of a URL, and its user and password or token. */
function partsOf(url: string) {
  const texts = url.replace(/^nats:\/\//, '').split(',')
  const urls = texts.map((text) => new URL(`nats://${text.trim().replace(/^nats:\/\//, '')}`))
  const servers = urls.map(({ hostname, port }) => `${hostname}:${port || '4222'}`)
  const { username = '', password = '' } = urls.find((one) => one.username !== '') ?? {}
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)]
  if (!user) return { servers }
  return pass ? { servers, user, pass } : { servers, token: user }
}

/** Refuses a server that is too old. One that cannot be reached now is not checked. */
async function checkVersion(server: string, options: NodeConnectionOptions): Promise<void> {
  const own = { ...options, servers: server, reconnect: false }
  const connection = await connect(own).catch(() => undefined)
  const version = connection?.info?.version
  await connection?.close()
  if (version === undefined || isSafe(version)) return
  throw new StoreError(
    `The NATS server at ${server} is version ${version}, which can lose or mix up commits. Use ${oldestVersion.join('.')} or newer.`,
  )
}

function isSafe(version: string): boolean {
  const numbers = version.split(/[.-]/).map(Number)
  const differing = oldestVersion.findIndex((number, nth) => numbers[nth] !== number)
  return differing < 0 || (numbers[differing] ?? 0) > (oldestVersion[differing] ?? 0)
}

/** Waits for an election to end: until then, servers answer that JetStream is not enabled. */
const managerOf = (description: string, connection: NatsConnection): Promise<JetStreamManager> =>
  repeated(
    async () => {
      const manager = await jetstreamManager(connection, { timeout: requestMs })
      await manager.getAccountInfo()
      return manager
    },
    { withinMs: connection.info?.cluster ? electionMs : 1000 },
  ).catch((cause: Error) => {
    throw new StoreError(
      `The NATS server at ${description} has no JetStream: ${cause.message}. Start it with --jetstream.`,
      { cause },
    )
  })

/** What makes a stream safe for logs. NATS adds the rest. */
const safe = {
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  // When it is full, commits fail. With `old`, events would vanish.
  discard: DiscardPolicy.New,
  deny_delete: true,
  deny_purge: true,
  max_age: 0,
  max_msgs: -1,
  max_msgs_per_subject: -1,
} as const satisfies Partial<StreamConfig>

async function ensureStream(link: NatsLink, name: string): Promise<void> {
  const { description, manager, connection } = link
  const replicas = connection.info?.cluster ? 3 : 1
  try {
    const config = await configOf(manager, name)
    if (config) return checkSettings(name, config, replicas)
    const subjects = [subjectsOf(name)]
    await addStream(manager, { ...safe, name, subjects, num_replicas: replicas })
    await checkFence(link, name)
  } catch (cause) {
    if (cause instanceof StoreError) throw cause
    const { message } = cause as Error
    throw new StoreError(`The NATS servers at ${description} cannot be used: ${message}`, { cause })
  }
}

/** The settings of a stream; undefined if there is none. One that was just created has no leader yet. */
async function configOf({ streams }: JetStreamManager, name: string) {
  try {
    const wait = { withinMs: electionMs, isFinal: isMissing }
    return (await repeated(() => streams.info(name), wait)).config
  } catch (error) {
    if (!isMissing(error)) throw error
    return undefined
  }
}

/**
 * Creates a stream. The leader of servers that have just started does not know the others yet. They become
 * known when a stream with one replica is created.
 */
async function addStream({ streams }: JetStreamManager, config: NewStream): Promise<void> {
  const trial = `${config.name}-trial`
  const isAlone = config.num_replicas === 1
  await repeated(
    async () => {
      try {
        await streams.add(config)
      } catch (error) {
        if (!isAlone) {
          await streams.add({ name: trial, subjects: [trial], num_replicas: 1 }).catch(() => {})
          await streams.delete(trial).catch(() => {})
        }
        throw error
      }
    },
    { withinMs: isAlone ? 0 : electionMs },
  )
}

type NewStream = Parameters<JetStreamManager['streams']['add']>[0]

function checkSettings(name: string, config: StreamConfig, replicas: number): void {
  const expected: Partial<StreamConfig> = { ...safe, subjects: [subjectsOf(name)] }
  if (config.num_replicas < replicas) expected.num_replicas = replicas
  const wrong = Object.entries(expected).filter(
    ([key, value]) => JSON.stringify(config[key as keyof StreamConfig]) !== JSON.stringify(value),
  )
  if (wrong.length === 0) return
  const settings = wrong.map(
    ([key, value]) =>
      `${key} is ${JSON.stringify(config[key as keyof StreamConfig])} instead of ${JSON.stringify(value)}`,
  )
  throw new StoreError(
    `The NATS stream ${name} could lose events: ${settings.join(', ')}. Correct it, or remove the stream if it is not papertape's.`,
  )
}

/** Checks that of two writers that expect the same sequence exactly one succeeds. */
async function checkFence({ description, jetStream }: NatsLink, stream: string): Promise<void> {
  async function check(): Promise<void> {
    // No venue has this name: it begins with a hyphen.
    const subject = `${stream}.log.-fence-${createId()}`
    const write = () => jetStream.publish(subject, '', { expect: { lastSubjectSequence: 0 } })
    const results = await Promise.allSettled([write(), write()])
    const accepted = results.filter(({ status }) => status === 'fulfilled').length
    const errors = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason] : [],
    )
    if (accepted === 1 && errors.every(isWrongSequence)) return
    const unclear = errors.find((error) => !isWrongSequence(error)) as Error | undefined
    if (unclear) throw unclear
    throw new StoreError(
      `The NATS servers at ${description} accepted ${accepted} of two writers that expected the same sequence, instead of one. They cannot keep logs.`,
    )
  }
  // A new stream has no leader yet.
  await repeated(check, {
    withinMs: electionMs,
    isFinal: (error) => error instanceof StoreError,
  })
}

const isMissing = (error: unknown) =>
  error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound
