import type { NatsConnection } from '@nats-io/transport-node'
import { CommitFailed } from '../../engine/index.ts'

const subject = 'papertape.venue'

/** How long the nodes have to answer. */
const answerMs = 500

interface Answer {
  readonly node: string
  readonly hasVenue: boolean
}

/**
 * Finds the node that records a venue, by asking all of them. `hasVenue` answers for this node.
 */
export function createVenueFinder(
  connection: NatsConnection,
  node: string,
  hasVenue: (name: string) => boolean,
) {
  connection.subscribe(subject, {
    callback(error, message) {
      if (error) return
      const answer: Answer = { node, hasVenue: hasVenue(message.string()) }
      message.respond(JSON.stringify(answer))
    },
  })

  /**
   * Resolves with the name of the node; undefined if none of so many nodes has the venue. Rejects with
   * CommitFailed if that is not known, because not all of them answer: one may be frozen.
   */
  return async function find(name: string, nodes: number): Promise<string | undefined> {
    if (nodes <= 1) return undefined
    const answers = await connection.requestMany(subject, name, {
      strategy: 'count',
      maxMessages: nodes,
      maxWait: answerMs,
    })
    let answered = 0
    for await (const message of answers) {
      answered++
      const answer: Answer = message.json()
      if (answer.hasVenue && answer.node !== node) return answer.node
    }
    if (answered >= nodes) return undefined
    throw new CommitFailed(`Not every node says whether it has venue ${name}.`, 'not-recorded')
  }
}
