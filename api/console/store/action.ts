/** A request that a person can send with a button. The button shows it as `curl` and as TypeScript. */
export interface Action {
  /** What the button says. */
  readonly label: string
  readonly api: 'control' | 'trading'
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** With its query. */
  readonly path: string
  readonly body?: object
  /** The header `Venue` of a request to the trading API. */
  readonly venue?: string
  /** How often it is sent. Default: once. */
  readonly times?: number
  /**
   * The same with the typed methods: an expression with `platform` (of `connect`), `venue` (of
   * `platform.venue`) or `client` (of `createClient`). Undefined for reads without a method.
   */
  readonly code?: string
}
