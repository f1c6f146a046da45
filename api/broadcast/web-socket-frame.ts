import * as ws from 'ws'
import type { Encoding } from './encoding.ts'

/** `ws` exports its sender, but its types do not declare it. */
const { Sender } = ws as unknown as {
  readonly Sender: { frame(data: Buffer, options: object): readonly Buffer[] }
}

/** An unmasked text message in a single frame (RFC 6455, section 5.2). */
const textFrame = { fin: true, opcode: 1 }

/** Encodes messages as the text frames of a server. */
export const webSocketEncoding: Encoding = {
  encode: (messages) =>
    Buffer.concat(messages.flatMap(({ text }) => Sender.frame(Buffer.from(text), textFrame))),
}
