/** How much of the platform one client may take, or all of them together. Times are in milliseconds. */
export interface Limits {
  /** How many connections are served at once, WebSockets among them. */
  readonly maxConnections: number
  /** How many requests of one connection may wait for their replies before it is read further. */
  readonly maxPipelined: number
  /** How long header fields may take to arrive; on a new connection, counted from its opening. */
  readonly headersMs: number
  /** How long a whole request may take to arrive, its header fields included. */
  readonly requestMs: number
  /** How often connections are looked at for the two above: a client is cut off that much later at most. */
  readonly checkEveryMs: number
  /** How long a client may take nothing of a reply that waits for it. */
  readonly unreadMs: number
  /**
   * How long an idle connection is kept. Node's 5 s are so short that a busy client now and then
   * sends a request into a connection that is just being closed, and cannot know what became of it.
   */
  readonly keepAliveMs: number
  /**
   * How long the client of a closing connection may be silent before it closes its side; one that
   * still sends may do so for `requestMs`.
   */
  readonly lingerMs: number
}

/** Ample for a person with a slow line and a test with a debugger, and short enough that nobody can sit on all connections. */
export const defaultLimits: Limits = {
  maxConnections: 10_000,
  maxPipelined: 32,
  headersMs: 10_000,
  requestMs: 30_000,
  checkEveryMs: 1_000,
  unreadMs: 60_000,
  keepAliveMs: 60_000,
  lingerMs: 1_000,
}

/** The longest target of a request, in bytes: RFC 9110, section 4.1, asks for 8000 at least. */
export const maxTargetBytes = 8 * 1024

/** How large header fields may be together, in bytes, with the target. */
export const maxHeaderBytes = 16 * 1024

/**
 * How long a body may be, in bytes, for the connection to stay open when it is refused unread: it is
 * read to its end and discarded, which is cheaper for the client than a new connection.
 */
export const maxDrainedBytes = 256 * 1024
