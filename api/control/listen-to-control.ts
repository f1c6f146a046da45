import type { Clock } from '../../engine/index.ts'
import type { OnBug } from '../http/base-app.ts'
import { createOrigins } from '../http/origins.ts'
import { type Listening, replierOf, serveApp } from '../listen.ts'
import type { Platform } from '../platform.ts'
import { createControlApp } from './control-app.ts'

export interface ControlAddress {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** What every request has to bear; nothing when left out. */
  readonly token?: string | undefined
}

/** Starts to serve the control API of a platform, at an address of its own and to no page of another origin. */
export function listenToControl(
  { venues }: Platform,
  { host, port, token }: ControlAddress,
  clock: Clock,
  onBug: OnBug,
): Promise<Listening> {
  const origins = createOrigins()
  const app = createControlApp({ venues, origins, token, processClock: clock, onBug })
  const replier = replierOf({ venues, origins })
  return serveApp({ app, replier, takesAnyHost: token !== undefined }, { host, port, clock })
}
