import type { Request } from '../request.ts'
import type { DialectFile, Endpoint } from './dialect-file.ts'
import { ourEndpoints } from './our-spelling.ts'

const endpoints = Object.keys(ourEndpoints) as Endpoint[]

/** The parts of a request to an order endpoint. */
export interface OrderRequest {
  readonly endpoint: Endpoint
  /** The order's id as written in the path; empty if there is none. */
  readonly orderId: string
  readonly query: string
}

type Requests = (endpoint: Endpoint) => string

const ours: Requests = (endpoint) => ourEndpoints[endpoint].request

/**
 * The parts of a contract request; undefined unless it goes to an endpoint that a dialect may
 * rename.
 */
export const orderRequestIn = ({ method, path }: Pick<Request, 'method' | 'path'>) =>
  found(ours, endpoints, path, method)

/** Translates paths. */
export class Paths {
  readonly #theirs: Requests

  constructor(file: DialectFile) {
    this.#theirs = (endpoint) => file[endpoint]?.request ?? ours(endpoint)
  }

  /** The target's method and path, without a query. */
  theirs(parts: OrderRequest): { readonly method: string; readonly path: string } {
    return filled(this.#theirs, parts)
  }

  /** The contract's path for a link of the target; undefined if it leads to no order endpoint. */
  ours(link: string): (OrderRequest & { readonly path: string }) | undefined {
    const parts = found(this.#theirs, ['find', 'list'], link)
    return parts && { ...parts, path: filled(ours, parts).path }
  }
}

function filled(requests: Requests, { endpoint, orderId }: OrderRequest) {
  const [method = '', path = ''] = requests(endpoint).split(' ')
  return { method, path: path.replace('{orderId}', () => orderId) }
}

function found(
  requests: Requests,
  among: readonly Endpoint[],
  path: string,
  method?: string,
): OrderRequest | undefined {
  const [pathname = '', query = ''] = path.split(/\?(.*)/s)
  for (const endpoint of among) {
    const [verb, template = ''] = requests(endpoint).split(' ')
    const isRight = method === undefined || method === verb
    const orderId = isRight ? orderIdIn(pathname, template) : undefined
    if (orderId !== undefined) return { endpoint, orderId, query }
  }
  return undefined
}

/** The order's id, or '' if the template has none; undefined if the path does not match. */
function orderIdIn(pathname: string, template: string): string | undefined {
  const [before = '', after] = template.split('{orderId}')
  if (after === undefined) return pathname === template ? '' : undefined
  const orderId = pathname.slice(before.length, pathname.length - after.length)
  const fits = pathname.startsWith(before) && pathname.endsWith(after)
  return fits && orderId !== '' && !orderId.includes('/') ? orderId : undefined
}
