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

/**
 * The parts of a contract request; undefined unless it goes to an endpoint that a dialect may
 * rename.
 */
export const orderRequestIn = ({
  method,
  path,
}: Pick<Request, 'method' | 'path'>): OrderRequest | undefined =>
  found(method, path, (endpoint) => ourEndpoints[endpoint].request)

/** Translates paths. */
export class Paths {
  readonly #requests: (endpoint: Endpoint) => string

  constructor(file: DialectFile) {
    this.#requests = (endpoint) => file[endpoint]?.request ?? ourEndpoints[endpoint].request
  }

  /** The target's method and path, without a query. */
  theirs({ endpoint, orderId }: OrderRequest): { readonly method: string; readonly path: string } {
    const [method = '', path = ''] = this.#requests(endpoint).split(' ')
    return { method, path: path.replace('{orderId}', () => orderId) }
  }

  /** The contract's path for a link of the target; undefined if it leads to no order endpoint. */
  ours(path: string): (OrderRequest & { readonly path: string }) | undefined {
    for (const endpoint of ['find', 'list'] as const) {
      const [method = ''] = this.#requests(endpoint).split(' ')
      const parts = found(method, path, this.#requests, [endpoint])
      if (parts) {
        const [, own = ''] = ourEndpoints[endpoint].request.split(' ')
        return { ...parts, path: own.replace('{orderId}', () => parts.orderId) }
      }
    }
    return undefined
  }
}

function found(
  method: string,
  path: string,
  requests: (endpoint: Endpoint) => string,
  among: readonly Endpoint[] = endpoints,
): OrderRequest | undefined {
  const [pathname = '', query = ''] = path.split(/\?(.*)/s)
  for (const endpoint of among) {
    const [verb, template = ''] = requests(endpoint).split(' ')
    const orderId = verb === method ? orderIdIn(pathname, template) : undefined
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
