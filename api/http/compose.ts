import type { MiddlewareHandler } from 'hono'
import type { ApiEnv } from './reply.ts'

/**
 * Combines middlewares into one, because Hono spends a promise and a microtask on each. All but the
 * last must return the result of their `next`.
 */
export const compose = (...middlewares: MiddlewareHandler<ApiEnv>[]): MiddlewareHandler<ApiEnv> =>
  middlewares.reduceRight(
    (rest, first) => (c, next) =>
      // `next` is typed as void, but Hono passes on the Response that it resolves to.
      first(c, () => rest(c, next) as Promise<void>),
  )
