import type { Clock } from '../../engine/index.ts'
import type { GuardOptions } from '../control/bearer-token.ts'
import { createControlApp } from '../control/control-app.ts'
import type { OnBug } from '../http/base-app.ts'
import { createOrigins } from '../http/origins.ts'
import type { Route } from './forward.ts'
import { type Listening, type Platform, replierOf, serveApp } from './listen.ts'

export interface ControlAddress extends GuardOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** The host names that requests may use besides loopback names, or `*`. */
  readonly allowedHosts: readonly string[]
}

/** Serves the control API of a platform at its own address. Pages of other origins may not call it. */
export function listenToControl(
  { app: trading, venues, addresses }: Platform,
  { host, port, token, allowedHosts }: ControlAddress,
  clock: Clock,
  onBug: OnBug,
  route?: Route,
): Promise<Listening> {
  // A proxy may change the host, but not the origin of the page.
  const origins = createOrigins([], addresses)
  const app = createControlApp({
    venues,
    origins,
    trading,
    addresses,
    token,
    processClock: clock,
    onBug,
  })
  const replier = replierOf({ venues, origins })
  const onListen = (port: number) => {
    addresses.control ??= port
  }
  return serveApp({ app, replier, onListen }, { host, port, clock, allowedHosts, route })
}
