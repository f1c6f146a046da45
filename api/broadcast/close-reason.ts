/** Why a connection is closed, so that a client knows what to do (RFC 6455, section 7.4). */
export interface CloseReason {
  readonly code: number
  readonly reason: string
}

/** The platform stops; the message `going-away` comes before it. */
export const goingAway: CloseReason = { code: 1001, reason: 'going away' }

export const tooSlowCode = 4008

/** The client left too much unread; nothing is lost, as it may go on from a position. */
export const resumeFrom = (position: number): CloseReason => ({
  code: tooSlowCode,
  reason: `resume from ${position}`,
})

/** The client gave no sign of life. */
export const noPong: CloseReason = { code: 4009, reason: 'no pong' }

/** No farewell: the connection breaks off without a word. */
export const abnormalClosure: CloseReason = { code: 1006, reason: '' }

/** How long a client that gave no sign of life, and was told to go, may take before it is cut off. */
export const silentCloseMs = 5_000

/** How long one that was told to go may read nothing of what comes before the farewell. */
export const stalledCloseMs = 15_000

/** How long one that was told to go may take at most, for it has to read all that before. */
export const longestCloseMs = 60_000

/** What a client is to do, by the code that its WebSocket was closed with. */
export const closeCodeTable = `| code | meaning | what to do |
|---|---|---|
| 1001 | the platform stops; the message \`going-away\` came before | come back later with \`from\` and \`log\` |
| 1009 | a message of the client was larger than 4 KiB | send less: the stream does not listen |
| 4008 | too much was left unread; the reason is \`resume from <position>\` | come back with that \`from\` and read faster |
| 4009 | no ping was answered for 15 s | come back with the last position as \`from\` |
| other | the connection broke; or the client was told to go, and read nothing for 15 s or took over a minute to come to the code | come back with the last position as \`from\` |`
