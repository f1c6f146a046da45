import type { Instant } from '../../engine/index.ts'
import type { Ending, Received } from '../journal/frames.ts'
import type { Frame } from '../journal/read-frames.ts'
import { redactBytes, redactText } from '../journal/redaction.ts'
import { instantView } from '../views/instant-view.ts'
import { messageView } from '../views/message-view.ts'
import type * as contract from './frame-contract.ts'

/** Converts a recorded frame to the control API's. */
export function frameView(frame: Frame): contract.Frame {
  // biome-ignore lint/nursery/useExhaustiveSwitchCases: it does not see that Exclude removes 'orders'; tsc does.
  switch (frame.kind) {
    case 'order': {
      const { change, previous, isSent: sent, fault, at } = frame
      const message = messageView(change, previous)
      return { by: 'venue', frame: 'message', message, sent, fault, ...atView(at) }
    }
    case 'notice': {
      const { notice: message, isSent: sent, times } = frame
      const repeated = times > 1 && { times }
      return { by: 'venue', frame: 'message', message, sent, ...atView(frame.at), ...repeated }
    }
    case 'received':
      return { by: 'client', ...receivedView(frame.received), at: instantView(frame.at) }
    case 'end':
      return { frame: 'end', ...endingView({ ...frame.ending, at: frame.at }) }
  }
}

/** How a connection ended. A client may write a secret into its close reason. */
export function endingView({ by, code, reason, at }: Ending & { readonly at: Instant }) {
  const shown = by === 'client' ? reason && redactText(reason) : reason
  return {
    by,
    ...(code !== undefined && { code }),
    ...(shown !== undefined && { reason: shown }),
    at: instantView(at),
  }
}

const atView = (at: number | undefined) => (at === undefined ? {} : { at: instantView(at) })

function receivedView(received: Received) {
  switch (received.frame) {
    case 'binary':
    case 'ping':
      return { frame: received.frame, base64: redactBytes(received.bytes).toString('base64') }
    case 'text':
      return { frame: received.frame, text: redactText(received.text) }
    case 'unreadable':
      return received
  }
}
