import type { OrderMessage } from '../../../contract/stream.ts'
import type { Frame } from '../../../control/frame-contract.ts'
import type { JournalEntry } from '../../../control/journal-contract.ts'
import type { PlacedRow } from './timeline-rows.ts'

/** What a fault made of a message. */
const markOfFault: Readonly<Record<string, string>> = {
  drop: 'lost',
  duplicate: 'doubled',
  swap: 'swapped',
  delay: 'delayed',
  stall: 'stalled',
  cut: 'connection cut',
  close: 'connection closed',
}

/** The rows of a stream connection, in the order in which its frames were sent and received. */
export function frameRows(
  entry: JournalEntry,
  frames: readonly Frame[],
  changes: ReadonlyMap<number, OrderMessage>,
): PlacedRow[] {
  let at = entry.at
  let after = 0
  return frames.map((frame, index) => {
    const { text, mark, position, orderId, ...own } = partsOf(frame)
    at = frame.at ?? changes.get(position ?? 0)?.occurredAt ?? at
    // A message that overtook another comes after it was sent, not after its event.
    after = Math.max(after, position ?? 0)
    return {
      ...own,
      id: `frame-${entry.id}-${index}`,
      at,
      lane: `stream-${entry.id}`,
      text,
      mark,
      entry: entry.id,
      position,
      orders: orderId === undefined ? [] : [orderId],
      after,
      rank: [1, index],
    }
  })
}

interface Parts {
  readonly kind: PlacedRow['kind']
  readonly text: string
  readonly mark?: string | undefined
  readonly position?: number
  readonly orderId?: string
}

function partsOf(frame: Frame): Parts {
  if (frame.frame === 'end') {
    return { kind: 'end', text: `closed by the ${frame.by} ${frame.code ?? ''}`.trimEnd() }
  }
  if (frame.by === 'client') return { kind: 'received', text: `${frame.frame} from the client` }
  const { message, times } = frame
  const mark = markOf(frame)
  if (message.type !== 'order') {
    return { kind: 'message', text: `${message.type}${times ? ` × ${times}` : ''}`, mark }
  }
  const { position, orderId, orderStatus } = message
  return { kind: 'message', text: `${position} ${orderStatus}`, mark, position, orderId }
}

function markOf({ fault, sent }: Extract<Frame, { frame: 'message' }>): string | undefined {
  if (fault) return markOfFault[fault.does] ?? fault.does
  return sent ? undefined : 'never sent'
}
