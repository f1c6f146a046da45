/** A message as text, and the position that it may be resumed from. */
export interface WireMessage {
  readonly position: number
  readonly text: string
}

/** How a transport puts messages into bytes. */
export interface Wire {
  encode(messages: readonly WireMessage[]): Buffer
}
