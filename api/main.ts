import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import {
  type Clock,
  type ClockStep,
  CommitFailed,
  createRealClock,
  drawSeed,
} from '../engine/index.ts'
import type { Cluster } from './cluster/cluster.ts'
import type { OpenedCluster } from './cluster/open-cluster.ts'
import { controlRoute, tradingRoute } from './cluster/routes.ts'
import { readArguments } from './config/arguments.ts'
import { type Config, ConfigError, readConfig } from './config/config.ts'
import { helpText } from './config/help.ts'
import { misspeltSettings } from './config/misspelt.ts'
import type { LatencySetting } from './faults/latencies.ts'
import type { OnBug } from './http/base-app.ts'
import { createPlatform } from './platform.ts'
import { count, createLoadingProgress } from './process/loading-progress.ts'
import { watchMemory } from './process/memory-watch.ts'
import { whenOrphaned } from './process/orphaned.ts'
import { printable, printableJson } from './process/printable.ts'
import { type Listening, listen, type Platform } from './server/listen.ts'
import { listenToControl } from './server/listen-to-control.ts'
import { openStore } from './stores/open-store.ts'
import { type Store, StoreError } from './stores/store.ts'
import { createDurableVenues } from './venues/durable-venues.ts'
import { describeStuck } from './venues/held-clock-watch.ts'
import type { HostedVenueOptions } from './venues/hosted-venue.ts'
import { type LoadedVenues, loadVenues, type Venues } from './venues/venues.ts'

/** The grace period of a stop, below the ten seconds that containers have. */
const graceMs = 8000
/** A node that stops waits this long for its connections to end. Then other nodes take over its venues. */
const handOverMs = 1000

/**
 * Runs the platform until a signal stops it, or prints the help of the command that runs it. Settings
 * come from the environment and the arguments. If it cannot start, it prints the reason and exits with 1.
 */
export async function main(args: readonly string[], command = 'npm start'): Promise<void> {
  // A full disk or a closed pipe loses output, but must not stop the platform.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
  if (readArguments(args).wantsHelp) {
    process.stdout.write(helpText(command))
    return
  }
  try {
    await start(args)
  } catch (error) {
    process.stderr.write(`papertape cannot start: ${explain(error as Error)}\n`)
    process.exit(1)
  }
}

async function start(args: readonly string[]): Promise<void> {
  for (const line of misspeltSettings(process.env)) process.stderr.write(`papertape: ${line}\n`)
  const config = readConfig(process.env, args)
  const { host, port, allowedHosts, maxConnections, logLevel } = config
  const { executionDelay, store: path, nodeHost, corsOrigins, addresses, outcomeHeaders } = config
  const logger = await createLogger(logLevel)
  const clock = createRealClock({ onStep: (step) => logger.warn(step, describeStep(step)) })
  const onBug: OnBug = (error, request) =>
    logger.error({ ...request, err: error }, 'unexpected error')
  const main = mainVenueOptions(config, logger, clock)
  const { store, loaded, cluster } = await openLogs(path, main, clock, logger)
  const platform = createPlatform({
    ...main,
    corsOrigins,
    addresses,
    outcomeHeaders,
    loaded,
    describeCluster: cluster?.describe,
    ...(logger.isLevelEnabled('debug') && {
      onReply: (reply) => logger.debug(reply, 'status' in reply ? 'reply' : 'reply aborted'),
    }),
    onBug,
  })
  const { venues } = platform
  cluster?.attach(venues)
  const { options, latencies } = venues.main
  const { seed } = options
  const latency = latencies.changed ?? config.latency
  if (config.seed !== undefined && config.seed !== seed) {
    const line = `SEED is ${JSON.stringify(config.seed)}, but the main venue in ${store?.description} was created with ${JSON.stringify(seed)}, which it keeps. For another seed, use another store.`
    process.stderr.write(`papertape: ${printable(line)}\n`)
  }

  watchMemory(venues, (warning) => logger.warn(warning))

  // Before the server listens, so that no signal is missed.
  const handOver = cluster?.membership.leave
  const setOpen = stopOnSignal(logger, handOver, async () => {
    if (!store) return
    await Promise.all(venues.list().map((venue) => venue.close()))
    await handOver?.()
    await store.close()
  })
  const limits = { maxConnections }
  const route = cluster && tradingRoute(cluster, venues)
  const listening = await listen(platform, { host, port, allowedHosts, clock, limits, route })
  const control = await serveControl(config, platform, clock, onBug, cluster)
  cluster?.membership.announce({
    url: reachable(listening.url, nodeHost),
    controlUrl: control && reachable(control.url, nodeHost),
  })
  process.stderr.write(
    banner(
      browsable(listening.url),
      control && browsable(control.url),
      describeStore(store, venues),
      { seed, latency, executionDelay },
    ),
  )
  const { url } = listening
  logger.info(
    {
      url,
      control: control?.url,
      seed,
      latency,
      executionDelay,
      store: store?.description ?? 'memory',
    },
    'listening',
  )
  setOpen([listening, ...(control ? [control] : [])])
}

/** Serves the control API, unless the settings turn it off. */
async function serveControl(
  { control }: Config,
  platform: Platform,
  clock: Clock,
  onBug: OnBug,
  cluster: Cluster | undefined,
): Promise<Listening | undefined> {
  const route = cluster && controlRoute(cluster, platform.venues)
  return control && listenToControl(platform, control, clock, onBug, route).catch(markAsControl)
}

/** The options of the main venue, from which those of other venues derive. */
const mainVenueOptions = (
  { latency, executionDelay, seed = drawSeed(), keepsJournal, maxUnreadBytes }: Config,
  logger: pino.Logger,
  clock: Clock,
): Omit<HostedVenueOptions, 'name'> => ({
  latency,
  executionDelay,
  seed,
  keepsJournal,
  maxUnreadBytes,
  time: { mode: 'real', clock },
  processClock: clock,
  onStuck(stuck) {
    const call = `POST /venues/${stuck.venue}/clock/advance {"untilIdle":true} of the control API`
    logger.warn(stuck, describeStuck(stuck, call))
  },
  onCommitFailed: ({ message }, venue) =>
    logger.error(
      { venue, reason: message },
      'a commit failed: the venue starts again from its log',
    ),
  onRecovered: (venue) => logger.info({ venue }, 'the venue is up again'),
})

/** Opens the store of the setting `STORE` and loads its venues. */
async function openLogs(
  path: string | undefined,
  main: Omit<HostedVenueOptions, 'name'>,
  clock: Clock,
  logger: pino.Logger,
): Promise<Partial<OpenedCluster>> {
  if (path === undefined) return {}
  if (!path.startsWith('nats:')) return load(path, main, clock)
  const progress = createLoadingProgress(process.stderr, clock)
  const { openCluster } = await import('./cluster/open-cluster.ts')
  return openCluster(path, main, {
    onProgress: (loaded, total) => progress.show('logs', loaded, total),
    onRole: (venue, role) => logger.info({ venue, role }, 'the role of this node has changed'),
    onProblem: (venue, error) =>
      logger.warn({ venue, reason: error.message }, 'cannot take over a venue, will try again'),
  }).finally(progress.end)
}

/** Opens the store in a file and loads all its venues. */
async function load(
  path: string,
  main: Omit<HostedVenueOptions, 'name'>,
  clock: Clock,
): Promise<{ store: Store; loaded: LoadedVenues }> {
  const progress = createLoadingProgress(process.stderr, clock)
  try {
    const store = await openStore(path, progress.show)
    return { store, loaded: await loadVenues(createDurableVenues(store), main) }
  } finally {
    progress.end()
  }
}

const several = (number: number, one: string) => `${count(number)} ${one}${number === 1 ? '' : 's'}`

/** What outlives a stop of the platform, for the banner. */
function describeStore(store: Store | undefined, venues: Venues): string {
  if (!store) return 'memory: orders are gone when the platform stops'
  const all = venues.list()
  const events = all.reduce((sum, { venue }) => sum + venue.position, 0)
  const found = `${several(all.length, 'venue')}, ${several(events, 'event')}`
  return `${store.description} keeps main and venues opened with durable: true. Found ${found}.`
}

/** The log line for a difference between the clock and the system time. */
const describeStep = ({ kind, ms }: ClockStep): string =>
  kind === 'moved-forward'
    ? `the clock was ${ms} ms behind the system time, probably after a suspension, and has moved forward to it`
    : `the system time is ${ms} ms behind the clock, which stays ahead: time never moves backwards`

/**
 * Logs JSON lines, or readable lines on a terminal. Writes through `process.stdout`: pino's own writer
 * hangs on its last line if the reader of a pipe has gone.
 */
async function createLogger(level: Config['logLevel']): Promise<pino.Logger> {
  const options = { level }
  if (!process.stdout.isTTY) return pino(options, { write: (line) => process.stdout.write(line) })
  const { PinoPretty } = await import('pino-pretty')
  const pretty = PinoPretty({ sync: true, singleLine: true, ignore: 'pid,hostname' })
  return pino(options, { write: (line) => pretty.write(printableJson(line)) })
}

/** Replaces an address for all interfaces, which no browser can open, with localhost. */
const browsable = (url: string): string =>
  url.replace(/(?<=\/\/)(0\.0\.0\.0|\[::\])(?=:)/, 'localhost')

/** Where other nodes reach a server. */
function reachable(url: string, nodeHost: string | undefined): string {
  const isEverywhere = /\/\/(0\.0\.0\.0|\[::\]):/.test(url)
  const host = nodeHost ?? (isEverywhere ? hostname() : undefined)
  return host === undefined ? url : url.replace(/(?<=\/\/).*(?=:\d+$)/, host)
}

/** What applies to the main venue. */
interface Applied {
  readonly seed: string
  readonly latency: Config['latency'] | LatencySetting
  readonly executionDelay: Config['executionDelay']
}

function banner(
  url: string,
  control: string | undefined,
  store: string,
  { seed, latency, executionDelay }: Applied,
): string {
  const range = ({ minMs, maxMs }: Config['latency']) =>
    minMs === maxMs ? `${minMs} ms` : `${minMs}–${maxMs} ms`
  return `
  papertape: a simulated trading venue for testing trading clients

  Console     ${control === undefined ? 'off' : `${control}/`}
  API         ${url}/orders
  Swagger UI  ${url}/ui
  WebSocket   ${url.replace('http', 'ws')}/ws
  Control     ${control === undefined ? 'off' : `${control}/ui`}
  Store       ${store}

  latency ${'before' in latency ? 'set by the control API' : range(latency)}, execution delay ${range(executionDelay)}, seed ${printable(seed)}
  Press Ctrl-C to stop.

`
}

/**
 * Stops the platform with exit code 0 on SIGTERM and SIGINT, also if npm received the signal. A second
 * signal exits at once. Returns a function that sets what to close; until then, a signal exits at once.
 * `handOver` runs if that takes long, `closeStore` after that.
 */
function stopOnSignal(
  logger: pino.Logger,
  handOver: (() => Promise<void>) | undefined,
  closeStore: () => Promise<void>,
): (listening: readonly Listening[]) => void {
  let open: readonly Listening[] = []
  let stopping = false
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(130)
    stopping = true
    logger.info({ signal }, 'stopping')
    const closed = Promise.all(open.map((one) => one.close(graceMs)))
    if (handOver) await Promise.race([closed.then(() => {}), setTimeout(handOverMs).then(handOver)])
    await closed
    await closeStore()
    logger.info('stopped')
    // The timers of PENDING orders would keep the process alive.
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  whenOrphaned(() => stop('SIGTERM'))
  return (listening) => {
    open = listening
  }
}

/** Node's error if it cannot listen at an address. */
interface ListenError extends NodeJS.ErrnoException {
  readonly port?: number
  readonly address?: string
  /** Whether it is the address of the control API. */
  readonly isOfControl?: boolean
}

function markAsControl(error: ListenError): never {
  throw Object.assign(error, { isOfControl: true })
}

/** One clear line for an error that the user can fix. Any other is a bug and keeps its stack. */
function explain(error: ListenError): unknown {
  const address = `${error.address}:${error.port}`
  const setting = (name: string) =>
    error.isOfControl
      ? `CONTROL_${name} (--control-${name.toLowerCase()})`
      : `${name} (--${name.toLowerCase()})`
  if (error instanceof StoreError || error instanceof CommitFailed) return error.message
  if (error instanceof ConfigError) return error.message.replaceAll('\n', `\n${' '.repeat(24)}`)
  switch (error.code) {
    case 'EADDRINUSE':
      return `${address} is already in use. Stop the other program, or set another ${setting('PORT')}.`
    case 'EACCES':
      return `${address} needs more privileges. Set ${setting('PORT')} to a port above 1023.`
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${setting('HOST')} is not an address of this machine: ${error.message}`
    default:
      return error.stack
  }
}
