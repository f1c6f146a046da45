import { z } from '@hono/zod-openapi'
import { once } from '../queries.ts'

/** What was heard last: a position, and of which log, if that is said. */
export interface LastEvent {
  readonly position: number
  readonly log?: string | undefined
}

const shape = /^(\d{1,15})(?:@([\w.-]{1,64}))?$/

/** What was heard last, as an EventSource sends it: `42@5enrhg6tkvm20jr999hspkgcex`, or `42` by hand. */
export const LastEventId = z
  .string({ error: once })
  .regex(shape, { error: 'must be a position of the log, such as 42, or 42@ and its Log-Id' })
  .transform((text): LastEvent => {
    const [, position, log] = shape.exec(text) ?? []
    return { position: Number(position), log }
  })
  .openapi({
    type: 'string',
    pattern: shape.source,
    example: '42@5enrhg6tkvm20jr999hspkgcex',
  })

/** What an EventSource is to send when it comes back. */
export const lastEventIdOf = ({ position, log }: Required<LastEvent>) => `${position}@${log}`
