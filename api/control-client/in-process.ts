import { setImmediate } from 'node:timers/promises'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ApiEnv } from '../http/reply.ts'
import { type ControlClient, controlClient } from './control-request.ts'

/** A client of a control API in this process: no connection, but the same validation. */
export const clientIn = (control: OpenAPIHono<ApiEnv>): ControlClient =>
  controlClient(async (path, init) => {
    // Yields, so that a polling loop cannot starve I/O.
    await setImmediate()
    return control.request(path, init)
  })
