/** The code and the reason of a closed connection (RFC 6455, section 7.4). */
export interface CloseReason {
  readonly code: number
  readonly reason: string
}

/** The platform stops, or the venue was reset or closed. The message `going-away` precedes it. */
export const goingAway: CloseReason = { code: 1001, reason: 'going away' }

/** A commit failed, or another node serves the venue now. Positions sent so far stay valid. */
export const serviceRestart: CloseReason = { code: 1012, reason: 'service restart' }

export const tooSlowCode = 4008

/** The client left too much unread. It can resume from the position without missing anything. */
export const resumeFrom = (position: number): CloseReason => ({
  code: tooSlowCode,
  reason: `resume from ${position}`,
})

/** The client did not answer a ping. */
export const noPong: CloseReason = { code: 4009, reason: 'no pong' }

/** The connection ends without a close frame. */
export const abnormalClosure: CloseReason = { code: 1006, reason: '' }

/** How long the server waits for the close frame of a client that answered no ping. */
export const silentCloseMs = 5_000

/** How long a closing client may read nothing before the server drops the connection. */
export const stalledCloseMs = 15_000

/** The maximum duration of a close. The client first reads everything before the close frame. */
export const longestCloseMs = 60_000

/** What a client should do, by the close code of its WebSocket. */
export const closeCodeTable = `| code | meaning | what to do |
|---|---|---|
| 1001 | The platform is stopping, or the venue was reset or closed. The message \`going-away\` precedes the close. | Reconnect later with \`from\` and \`log\`. |
| 1009 | A message from the client was larger than 4 KiB. | Send no messages: the stream ignores them. |
| 1012 | The venue could not record a change and restarts from its log, or another node serves it now. | Reconnect with the last position as \`from\` and \`log\`. |
| 4008 | The client left too much unread. The reason is \`resume from <position>\`. | Reconnect with this position as \`from\`, and read faster. |
| 4009 | The client answered no ping for 15 s. | Reconnect with the last position as \`from\`. |
| other | The connection broke, or the client did not read the close frame: it read nothing for 15 s, or took over a minute. | Reconnect with the last position as \`from\`. |`
