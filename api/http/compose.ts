import type { MiddlewareHandler } from 'hono'
import type { ApiEnv } from './reply.ts'

/**
 * One middleware of two, for what many requests go through: Hono takes a promise and a turn of the
 * microtasks for each that it is given. The first must answer what its `next` answers.
 */
export const compose =
  (
    first: MiddlewareHandler<ApiEnv>,
    second: MiddlewareHandler<ApiEnv>,
  ): MiddlewareHandler<ApiEnv> =>
  (c, next) =>
    first(c, () => second(c, next) as Promise<void>)
