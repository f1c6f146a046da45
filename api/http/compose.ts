import type { MiddlewareHandler } from 'hono'
import type { ApiEnv } from './reply.ts'

/**
 * Combines two middlewares into one, because Hono spends a promise and a microtask on each. The first
 * must return the result of its `next`.
 */
export const compose =
  (
    first: MiddlewareHandler<ApiEnv>,
    second: MiddlewareHandler<ApiEnv>,
  ): MiddlewareHandler<ApiEnv> =>
  (c, next) =>
    // `next` is typed as void, but Hono passes on the Response that it resolves to.
    first(c, () => second(c, next) as Promise<void>)
