import type { z } from '@hono/zod-openapi'
import { everyReply, type header } from '../http/openapi-parts.ts'

/** Describes a reply with a JSON body. */
export const jsonReply = <S extends z.ZodType>(
  description: string,
  schema: S,
  example: z.output<S>,
  headers: Record<string, ReturnType<typeof header>> = {},
) => ({
  description,
  headers: { ...everyReply, ...headers },
  content: { 'application/json': { schema, example } },
})
