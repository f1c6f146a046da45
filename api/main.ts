import { pino } from 'pino'
import { type ClockStep, createRealClock, drawSeed } from '../engine/index.ts'
import { readArguments } from './config/arguments.ts'
import { type Config, ConfigError, readConfig } from './config/config.ts'
import { helpText } from './config/help.ts'
import { misspeltIn } from './config/misspelt.ts'
import type { OnBug } from './http/base-app.ts'
import { createPlatform } from './platform.ts'
import { watchMemory } from './process/memory-watch.ts'
import { whenOrphaned } from './process/orphaned.ts'
import { printableJson } from './process/printable.ts'
import { type Listening, listen } from './server/listen.ts'
import { listenToControl } from './server/listen-to-control.ts'
import { stuckInWords } from './venues/held-clock-watch.ts'

/** How long a stop may take: less than the ten seconds that containers have. */
const graceMs = 8000

/**
 * Runs the platform until a signal stops it, as the environment and the arguments say, or prints the
 * help. Where it cannot start, says why and ends the process with 1.
 */
export async function main(args: readonly string[]): Promise<void> {
  // A full disk or a pipe without a reader costs what would be written, and nothing else.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
  if (readArguments(args).wantsHelp) {
    process.stdout.write(helpText())
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
  for (const line of misspeltIn(process.env)) process.stderr.write(`papertape: ${line}\n`)
  const config = readConfig(process.env, args)
  const seed = config.seed ?? drawSeed()
  const logger = await createLogger(config)
  const clock = createRealClock({ onStep: (step) => logger.warn(step, inWords(step)) })
  const onBug: OnBug = (error, request) => logger.error({ ...request, err: error }, 'bug')
  const platform = createPlatform({
    time: { mode: 'real', clock },
    seed,
    executionDelay: config.executionDelay,
    latency: config.latency,
    maxUnreadBytes: config.maxUnreadBytes,
    keepsJournal: config.keepsJournal,
    corsOrigins: config.corsOrigins,
    outcomeHeaders: config.outcomeHeaders,
    ...(logger.isLevelEnabled('debug') && {
      onReply: (reply) => logger.debug(reply, 'status' in reply ? 'reply' : 'broken off'),
    }),
    onBug,
    onStuck(stuck) {
      const call = `POST /venues/${stuck.venue}/clock/advance {"untilIdle":true} of the control API`
      logger.warn(stuck, stuckInWords(stuck, call))
    },
  })

  watchMemory(platform.venues, (warning) => logger.warn(warning))

  // Before anybody can know that it is there, so that whoever stops it is obeyed.
  const stopping = stopOnSignal(logger)
  const { host, port, maxConnections } = config
  const address = { host, port, allowedHosts: config.allowedHosts, clock }
  const listening = await listen(platform, { ...address, limits: { maxConnections } })
  const control =
    config.control &&
    (await listenToControl(platform, config.control, clock, onBug).catch(blameControl))
  process.stderr.write(
    banner(openable(listening.url), control && openable(control.url), seed, config),
  )
  logger.info(
    {
      url: listening.url,
      control: control?.url,
      seed,
      latency: config.latency,
      executionDelay: config.executionDelay,
    },
    'listening',
  )
  stopping([listening, ...(control ? [control] : [])])
}

/** Why the clock and the system's time differed, and what the clock does. */
const inWords = ({ kind, ms }: ClockStep): string =>
  kind === 'moved-forward'
    ? `the clock was ${ms} ms behind the system time, as after a suspension, and moved forward to it`
    : `the system time is ${ms} ms behind the clock, which goes on and stays ahead: time never moves backwards`

/**
 * JSON lines, or on a terminal lines for people. Written by way of `process.stdout` and not pino's
 * own writer, which waits for ever to be rid of its last line when the reader of a pipe has gone.
 */
async function createLogger({ logLevel }: Config): Promise<pino.Logger> {
  const options = { level: logLevel }
  if (!process.stdout.isTTY) return pino(options, { write: (line) => process.stdout.write(line) })
  const { PinoPretty } = await import('pino-pretty')
  const pretty = PinoPretty({ sync: true, singleLine: true, ignore: 'pid,hostname' })
  return pino(options, { write: (line) => pretty.write(printableJson(line)) })
}

/** An address that means every interface is none that a browser can open. */
const openable = (url: string): string =>
  url.replace(/(?<=\/\/)(0\.0\.0\.0|\[::\])(?=:)/, 'localhost')

function banner(
  url: string,
  control: string | undefined,
  seed: string,
  { latency, executionDelay }: Config,
): string {
  const range = ({ minMs, maxMs }: Config['latency']) =>
    minMs === maxMs ? `${minMs} ms` : `${minMs}–${maxMs} ms`
  return `
  papertape: a trading platform you can hold still

  API         ${url}/orders
  Swagger UI  ${url}/ui
  WebSocket   ${url.replace('http', 'ws')}/ws
  Control     ${control === undefined ? 'off' : `${control}/ui`}

  latency ${range(latency)}, execution delay ${range(executionDelay)}, seed ${seed}
  Ctrl-C stops it.

`
}

/**
 * SIGTERM and SIGINT stop the platform with exit code 0, also where npm got the signal; a second one
 * does not wait. Returns how to say what is to be closed; a signal that comes before that ends the process at once.
 */
function stopOnSignal(logger: pino.Logger): (listening: readonly Listening[]) => void {
  let open: readonly Listening[] = []
  let stopping = false
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(130)
    stopping = true
    logger.info({ signal }, 'stopping')
    await Promise.all(open.map((one) => one.close(graceMs)))
    logger.info('stopped')
    // Orders still PENDING have timers that would keep the process alive.
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  whenOrphaned(() => stop('SIGTERM'))
  return (listening) => {
    open = listening
  }
}

/** Why nothing can listen at an address, as Node tells it. */
interface NoAddress extends NodeJS.ErrnoException {
  readonly port?: number
  readonly address?: string
  /** Whether it is that of the control API. */
  readonly isOfControl?: boolean
}

function blameControl(error: NoAddress): never {
  throw Object.assign(error, { isOfControl: true })
}

/** One clear line for what a person can mend; everything else is a bug and keeps its stack. */
function explain(error: NoAddress): unknown {
  const address = `${error.address}:${error.port}`
  const setting = (name: string) =>
    error.isOfControl
      ? `CONTROL_${name} (--control-${name.toLowerCase()})`
      : `${name} (--${name.toLowerCase()})`
  if (error instanceof ConfigError) return inLines(error.errors)
  switch (error.code) {
    case 'EADDRINUSE':
      return `${address} is in use: stop what listens there, or choose another ${setting('PORT')}.`
    case 'EACCES':
      return `${address} is not for this user: choose a ${setting('PORT')} above 1023.`
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${setting('HOST')} is no address of this machine: ${error.message}`
    default:
      return error.stack
  }
}

const inLines = (faults: readonly string[]) =>
  faults.length === 1 ? faults[0] : faults.join('\n                        ')
