/** Limits on connections and requests. Times are in milliseconds. */
export interface Limits {
  /** How many connections are served at once, WebSockets included. */
  readonly maxConnections: number
  /** How many pipelined requests of a connection may wait for replies before reading stops. */
  readonly maxPipelined: number
  /** How long headers may take to arrive. A new connection counts from its opening. */
  readonly headersMs: number
  /** How long a whole request may take to arrive, headers included. */
  readonly requestMs: number
  /** How often both timeouts are checked. A client may exceed them by this much. */
  readonly checkEveryMs: number
  /** How long a client may read nothing while data waits for it. */
  readonly unreadMs: number
  /**
   * How long an idle connection is kept open. With Node's default of 5 s, busy clients sometimes send a
   * request on a connection that is being closed, and cannot know whether it was carried out.
   */
  readonly keepAliveMs: number
  /**
   * How long the server waits for a silent client to close its side of a closing connection. A client
   * that still sends may do so for `requestMs`.
   */
  readonly lingerMs: number
}

/** Long enough for a slow network and a debugger, short enough that no client can occupy all connections. */
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

/** The longest request target, in bytes. RFC 9110, section 4.1, recommends at least 8000. */
export const maxTargetBytes = 8 * 1024

/** How large the headers and the target may be together, in bytes. */
export const maxHeaderBytes = 16 * 1024

/**
 * The largest refused body, in bytes, that the server reads and discards to keep the connection open.
 * That is cheaper for the client than a new connection.
 */
export const maxDrainedBytes = 256 * 1024
