import { z } from '@hono/zod-openapi'
import { logIdExample } from './orders.ts'
import { mustBeGivenOnce } from './queries.ts'
import { StreamQuery } from './stream.ts'

/** The last event that a client received: its position, and the log if the client names it. */
export interface LastEvent {
  readonly position: number
  readonly log?: string | undefined
}

const shape = /^(\d{1,15})(?:@([\w.-]{1,64}))?$/

/** The event id that an EventSource sends: `<position>@<Log-Id>`. A bare position is valid, too. */
export const LastEventId = z
  .string({ error: mustBeGivenOnce })
  .regex(shape, { error: 'must be a position of the log, such as 42, or 42@ and its Log-Id' })
  .transform((text): LastEvent => {
    const [, position, log] = shape.exec(text) ?? []
    return { position: Number(position), log }
  })
  .openapi({
    type: 'string',
    pattern: shape.source,
    example: `42@${logIdExample}`,
  })

/** The id of an event on the stream. An EventSource sends it back when it reconnects. */
export const lastEventIdOf = ({ position, log }: Required<LastEvent>) => `${position}@${log}`

export const lastEventIdHeader = 'Last-Event-ID'
export const lastEventIdParameter = 'lastEventId'

const description =
  'The `id` of the last event received. An EventSource sends it when it reconnects. Its position replaces `from`. The request is refused with `LOG_CHANGED` if the venue has a different log now. A bare position is accepted; combine it with `log` to detect a new log.'

/** The header that a client sends when it reconnects. */
export const LastEventIdHeaders = z.object({
  [lastEventIdHeader]: LastEventId.optional().openapi({ description }),
})

/** The query of `/events`, with a parameter for the last event if the client cannot set a header. */
export const EventQuery = z.strictObject({
  ...StreamQuery.shape,
  [lastEventIdParameter]: LastEventId.optional().openapi({
    description: `${description} Use this parameter if the client cannot set the header, like \`event-source-polyfill\`. If both are sent, they must be equal.`,
  }),
})
