import { z } from '@hono/zod-openapi'
import type { Venue } from '../../engine/index.ts'
import { jsonReply } from '../http/openapi-parts.ts'
import { problem } from '../http/problems.ts'
import { reply } from '../http/reply.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import type { JournalEntry } from '../journal/entries.ts'
import type { Journal } from '../journal/journal.ts'
import { noVerdicts, type RuleVerdicts } from '../journal/rule-verdicts.ts'
import { entryParam } from './frames.ts'
import { journalOf } from './journal.ts'
import { type AddOperation, describeOperation, ownVenueParam } from './operation.ts'
import * as contract from './why-contract.ts'
import { verdictsView } from './why-view.ts'

const explainEntry = describeOperation({
  tag: 'Journal',
  method: 'get',
  path: '/venues/{venue}/journal/{entry}/why',
  operationId: 'explainEntry',
  summary: 'Explain which rules applied',
  description: `Returns what became of each fault rule, breakpoint, race and outcome rule for a request, or of each stream fault for a message: which applied, which nearly did, and why not. It was recorded when the rules were tested, so it does not change when rules are changed or removed later.

For a message on a stream connection, name the entry of the connection and the \`position\` of the message.`,
  request: { params: entryParam, query: contract.WhyQuery },
  replies: { 200: jsonReply('The explanation.', contract.Why, contract.whyExample) },
  problems: ['NO_JOURNAL', 'NOT_IN_JOURNAL'],
  exampleId: '7',
})

const explainMessage = describeOperation({
  tag: 'Journal',
  method: 'get',
  path: '/venues/{venue}/journal/messages/{position}/why',
  operationId: 'explainMessage',
  summary: 'Explain which stream faults applied',
  description:
    'Returns what became of each stream fault for the message about a change, and why. All clients that receive the message live share the result. A message that waits behind a stalled one is not affected by a rule itself. The results of the last 1,000 messages are kept, or fewer if there are many rules.',
  request: {
    params: ownVenueParam.extend({
      position: z
        .string()
        .regex(/^[1-9]\d{0,14}$/, { error: 'must be a position' })
        .openapi({ description: 'The position of the change in the log.', example: '1' }),
    }),
  },
  replies: {
    200: jsonReply('The explanation.', contract.MessageWhy, contract.messageWhyExample),
  },
  problems: ['NO_JOURNAL'],
  exampleId: '1',
})

type Explained = Omit<contract.MessageWhy, 'position'>

const untested = (text: string): Explained => ({ state: 'not-tested', text, rules: [] })

/** What became of the rules for a request. */
function explainRequest({ kind, connection, why, reply }: JournalEntry): Explained {
  if (kind === 'control') return untested('Rules affect requests of trading clients only.')
  if (connection) {
    return untested(
      'Rules affect the messages of a stream, not the request that opens it. Name the position of a message.',
    )
  }
  if (why === noVerdicts) return { state: 'no-rules', text: 'No rule was active.', rules: [] }
  if (why?.all.length === 0) return untested('No order was placed, so no outcome rule was tested.')
  if (why) return verdictsView(why)
  return untested(
    reply
      ? 'The request did not come to its commit, where rules are tested: it was refused before, repeated under its key, a dry run, or not about orders.'
      : 'The request has not come to its commit yet, where rules are tested.',
  )
}

/** What became of the rules for a message; undefined if the connection has no such message. */
function explainOnConnection(
  position: number,
  { after, subscribed, historyTo, matches }: ConnectionRecord,
  { messages }: Journal,
  venue: Venue,
): Explained | undefined {
  const [change] = position > subscribed.position ? [] : venue.changes(position - 1, 1)
  if (!change || position <= after || !matches(change.order)) return undefined
  if (historyTo === undefined || position <= historyTo) {
    return untested(
      'The connection read this message from the log. Rules affect live messages only.',
    )
  }
  return explainPosition(position, messages)
}

/** What became of the stream faults for the message about a position. */
function explainPosition(position: number, messages: Journal['messages']): Explained {
  const why: RuleVerdicts | 'dropped' | undefined = messages.of(position)
  if (why === 'dropped') {
    return {
      state: 'dropped',
      text: 'The result is no longer kept: those of newer messages replaced it.',
      rules: [],
    }
  }
  return why
    ? verdictsView(why)
    : { state: 'no-rules', text: 'No stream fault was active.', rules: [] }
}

/** Adds the routes that explain requests and messages. */
export function addWhy(add: AddOperation): void {
  add(explainEntry, (c) => {
    const journal = journalOf(c)
    if (journal instanceof Response) return journal
    const id = Number(c.req.valid('param').entry)
    const { position } = c.req.valid('query')
    const [entry] = journal.after(id - 1)
    if (entry?.id !== id) {
      return problem(c, 'NOT_IN_JOURNAL', `The journal has no entry ${id}, or no longer.`)
    }
    if (position === undefined) return reply(c, 200, { entry: id, ...explainRequest(entry) })
    const explained =
      entry.connection &&
      explainOnConnection(position, entry.connection, journal, c.get('hosted').venue)
    if (explained) return reply(c, 200, { entry: id, position, ...explained })
    return problem(c, 'NOT_IN_JOURNAL', `Entry ${id} has no message about position ${position}.`)
  })

  add(explainMessage, (c) => {
    const journal = journalOf(c)
    if (journal instanceof Response) return journal
    const position = Number(c.req.valid('param').position)
    const { messages } = journal
    const explained = explainPosition(position, messages)
    return reply(c, 200, { position, ...explained, ...(explained.state === 'no-rules' && unknown) })
  })
}

/** Without a connection, nothing shows that the message was sent. */
const unknown = untested(
  'No stream fault was tested: none was active, no client received the message live, or the journal was off.',
)
