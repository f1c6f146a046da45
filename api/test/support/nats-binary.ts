import { spawnSync } from 'node:child_process'

/** Older servers lose acknowledged messages or accept two writers with the same expectation. */
const oldest = '2.10.27'

let found: { readonly path: string } | { readonly reason: string } | undefined

/** Why there is no usable nats-server, in one line, for `skip`. False if there is one. */
export function whyNoNatsServer(): string | false {
  found ??= find()
  return 'reason' in found && found.reason
}

/** The path of nats-server: the variable `NATS_SERVER`, else the one in `PATH`. */
export function natsServerPath(): string {
  found ??= find()
  if ('reason' in found) throw new Error(found.reason)
  return found.path
}

function find(): NonNullable<typeof found> {
  const path = process.env.NATS_SERVER || 'nats-server'
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 5000 })
  const version = /v(\d+\.\d+\.\d+)/.exec(stdout ?? '')?.[1]
  if (version && version.localeCompare(oldest, 'en', { numeric: true }) >= 0) return { path }
  const but = version ? `${path} is ${version}` : `${path} does not run`
  return { reason: `needs nats-server ${oldest} or newer, but ${but}: set NATS_SERVER to its path` }
}
