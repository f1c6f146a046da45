/** A message as text, and the position that it may be resumed from. */
export interface TextMessage {
  readonly position: number
  readonly text: string
}

/** How a transport puts messages into bytes. */
export interface Encoding {
  encode(messages: readonly TextMessage[]): Buffer
}
