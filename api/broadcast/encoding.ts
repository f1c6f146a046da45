/** A message as text, and the position to resume from after it. */
export interface TextMessage {
  readonly position: number
  readonly text: string
}

/** Encodes messages for a transport. */
export interface Encoding {
  encode(messages: readonly TextMessage[]): Buffer
}
