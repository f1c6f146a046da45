/** Requests to the control API, and how its replies are read. How they are sent, `Send` decides. */
import type { Problem } from '../contract/orders.ts'

/** Thrown when the control API refuses: `problem` has the code and the detail. */
export class ControlRefusal extends Error {
  override readonly name = 'ControlRefusal'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** Sends a request to a control API. Its reply is JSON, a problem in JSON, or has no content. */
export type Send = (path: string, init: RequestInit) => Promise<Response>

/** Sends a request, and resolves with the content of the reply. */
export type ControlRequest = <T>(method: string, path: string, body?: object) => Promise<T>

/** The parameters of a query. */
export type Query = Readonly<Record<string, string | number | undefined>>

type ListQuery = Query & { readonly limit?: number | undefined }

/** A client of one control API. Its methods reject with a ControlRefusal if they are refused. */
export interface ControlClient {
  readonly request: ControlRequest
  /** Reads all pages of a listing, or as many as hold `limit` items. */
  list<T>(path: string, query: ListQuery): Promise<T[]>
}

/** The API's limit. */
const mostPerPage = 1000

export function controlClient(send: Send): ControlClient {
  async function exchange(method: string, path: string, body?: object) {
    const reply = await send(path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    })
    const result: unknown = reply.status === 204 ? undefined : await reply.json()
    if (!reply.ok) throw new ControlRefusal(result as Problem)
    return { result, next: nextOf(reply) }
  }
  return {
    // `as T`: the caller names the type that the operation returns.
    request: async <T>(method: string, path: string, body?: object) =>
      (await exchange(method, path, body)).result as T,

    async list<T>(path: string, { limit = Number.POSITIVE_INFINITY, ...query }: ListQuery) {
      const items: T[] = []
      let search: string | undefined = searchOf({ ...query, limit: Math.min(limit, mostPerPage) })
      do {
        const { result, next } = await exchange('GET', `${path}${search}`)
        for (const item of result as T[]) items.push(item)
        search = next
      } while (search !== undefined && items.length < limit)
      return items.slice(0, limit)
    },
  }
}

/** A query with the parameters that are given. */
export function searchOf(query: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value))
  }
  return `?${search}`
}

/** The query of the next page (RFC 8288). Its path is known, and a proxy may have changed it. */
const nextOf = ({ headers }: Response) =>
  /^<[^?>]*(\?[^>]*)>; rel="next"$/.exec(headers.get('Link') ?? '')?.[1]
