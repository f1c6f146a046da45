import type { OpenAPIHono } from '@hono/zod-openapi'
import { addConsole } from '../console/console.ts'
import { addOpenApi } from '../description/openapi.ts'
import { addSwaggerUi } from '../description/swagger-ui.ts'
import type { Addresses } from '../http/addresses.ts'
import { beginApp, endApp, type OnBug } from '../http/base-app.ts'
import { addHealth } from '../http/health.ts'
import type { Origins } from '../http/origins.ts'
import type { ApiEnv } from '../http/reply.ts'
import { type GuardOptions, refuseForeign, requireToken } from './bearer-token.ts'
import { addBreakpoints } from './breakpoints.ts'
import { addClockRoutes } from './clock.ts'
import { addCommitFaultRules } from './commit-faults.ts'
import { controlDocument } from './control-document.ts'
import { addFaultRules } from './faults.ts'
import { addFrames } from './frames.ts'
import { addJournal } from './journal.ts'
import { addLatencyRoutes } from './latency.ts'
import { addLogDigest } from './log-digest.ts'
import { operationsOf } from './operation.ts'
import { addOrderPlan } from './order-plan.ts'
import { addOrderControl } from './orders.ts'
import { addOutcomeRules } from './outcome-rules.ts'
import { addPlatformRoute } from './platform.ts'
import { addRaces } from './races.ts'
import { recordControl } from './record-control.ts'
import { addRecording } from './recording.ts'
import type { Api } from './step-player.ts'
import { addSteps } from './steps.ts'
import { addStreamDelay } from './stream-delay.ts'
import { addStreamFaultRules } from './stream-faults.ts'
import { addTakeover } from './takeover.ts'
import { addVenueRoutes, type VenueRoutesOptions } from './venues.ts'
import { addWhy } from './why.ts'

export interface ControlOptions extends GuardOptions, VenueRoutesOptions {
  readonly origins: Origins
  /** The trading API, to which recorded requests are sent again. */
  readonly trading: Api
  /** Where browsers reach the platform. Default: nowhere. */
  readonly addresses?: Addresses
  readonly onBug: OnBug
}

/** Creates the control API: the app for test engineers, not for traders. It does not listen yet. */
export function createControlApp(options: ControlOptions): OpenAPIHono<ApiEnv> {
  const { venues, origins, trading, addresses = {}, token, onBug } = options
  const app = beginApp(origins, (c, next) => {
    c.set('hosted', venues.main)
    return next()
  })
  for (const path of ['/', '/console/*', '/platform', '/venues/*']) app.use(path, refuseForeign)
  app.use('/venues/*', requireToken(options))
  app.use('/venues/:venue/*', recordControl(venues))
  const add = operationsOf(app, venues)
  addVenueRoutes(add, options)
  addTakeover(add)
  addPlatformRoute(add, addresses)
  addClockRoutes(add, venues)
  addLatencyRoutes(add)
  addOrderControl(add)
  addOrderPlan(add)
  addOutcomeRules(add)
  addLogDigest(add)
  addFaultRules(add)
  addCommitFaultRules(add)
  addBreakpoints(add)
  addRaces(add)
  addJournal(add)
  addFrames(add)
  addWhy(add)
  addRecording(add)
  addSteps(add, { trading, control: app })
  addStreamDelay(add)
  addStreamFaultRules(add)
  addHealth(app)
  const isOpen = token === undefined
  addOpenApi(app, isOpen ? 'control' : 'control with a token', (described) =>
    controlDocument(described, !isOpen),
  )
  addSwaggerUi(app, 'papertape control')
  addConsole(app, addresses)
  endApp(app, onBug)
  return app
}
