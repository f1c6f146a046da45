/**
 * The default limits on connections and requests. Times are in milliseconds. They allow for slow
 * networks and debuggers, but let no client occupy all connections.
 */
export const defaultLimits = {
  /** How many connections are served at once, WebSockets included. */
  maxConnections: 10_000,
  /** How many pipelined requests of a connection may wait for replies before reading stops. */
  maxPipelined: 32,
  /** How long headers may take to arrive. A new connection counts from its opening. */
  headersMs: 10_000,
  /** How long a whole request may take to arrive, headers included. */
  requestMs: 30_000,
  /** How often both timeouts are checked. A client may exceed them by this much. */
  checkEveryMs: 1_000,
  /** How long a client may read nothing while data waits for it. */
  unreadMs: 60_000,
  /**
   * How long an idle connection is kept open. With Node's default of 5 s, busy clients sometimes
   * send a request on a connection that is being closed, and cannot know whether it was carried
   * out.
   */
  keepAliveMs: 60_000,
  /**
   * How long the server waits for a silent client to close its side of a closing connection. A
   * client that still sends may do so for `requestMs`.
   */
  lingerMs: 1_000,
}

export type Limits = Readonly<typeof defaultLimits>

/** The longest request target, in bytes. RFC 9110, section 4.1, recommends at least 8000. */
export const maxTargetBytes = 8 * 1024

/** How large the headers and the target may be together, in bytes. */
export const maxHeaderBytes = 16 * 1024

/**
 * The largest refused body, in bytes, that the server reads and discards to keep the connection
 * open. That is cheaper for the client than a new connection.
 */
export const maxDrainedBytes = 256 * 1024
