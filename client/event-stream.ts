import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { StreamMessage } from '../api/contract/stream.ts'
import { refusalIn } from './refusal.ts'

/**
 * Yields the messages of one reply with Server-Sent Events, then throws the reason why it ended. `onRetry`
 * receives the wait that the server asks for before the next connection, in milliseconds.
 */
export async function* overEventStream(
  url: string,
  signal: AbortSignal,
  onRetry: (ms: number) => void,
): AsyncGenerator<StreamMessage, never> {
  const reply = await fetch(url, { headers: { Accept: 'text/event-stream' }, signal })
  if (!reply.ok || !reply.body) throw await refusalIn(reply)
  const events = reply.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream({ onRetry }))
    .getReader()
  for (;;) {
    const { done, value } = await events.read()
    if (done) throw new Error('The server ended the reply.')
    yield JSON.parse(value.data)
  }
}
