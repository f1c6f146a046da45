import { z } from '@hono/zod-openapi'
import { logIdExample } from './orders.ts'
import { once } from './queries.ts'
import { StreamQuery } from './stream.ts'

/** The last event that a client received: its position, and its log where the client names it. */
export interface LastEvent {
  readonly position: number
  readonly log?: string | undefined
}

const shape = /^(\d{1,15})(?:@([\w.-]{1,64}))?$/

/** The last event, as an EventSource sends it: `<position>@<Log-Id>`, or a position by hand. */
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
    example: `42@${logIdExample}`,
  })

/** The id of an event; an EventSource sends it when it reconnects. */
export const lastEventIdOf = ({ position, log }: Required<LastEvent>) => `${position}@${log}`

export const lastEventIdHeader = 'Last-Event-ID'
export const lastEventIdParameter = 'lastEventId'

const description =
  'The `id` of the last event received, which an EventSource sends when it reconnects. Its position replaces `from`, and the request is refused if the log is another one (`LOG_CHANGED`). A position alone is accepted, but then only `log` can name the log.'

/** The header of a client that reconnects. */
export const LastEventIdHeaders = z.object({
  [lastEventIdHeader]: LastEventId.optional().openapi({
    param: { name: lastEventIdHeader, in: 'header' },
    description,
  }),
})

/** The parameters of `/events`: some clients name the last event there, because they may send no header. */
export const EventQuery = z.strictObject({
  ...StreamQuery.shape,
  [lastEventIdParameter]: LastEventId.optional().openapi({
    param: { name: lastEventIdParameter, in: 'query' },
    description: `${description} For clients that cannot send the header, such as \`event-source-polyfill\`; where both are sent they must be equal.`,
  }),
})
