import type { Request } from '../request.ts'
import type { DialectFile, Endpoint } from './dialect-file.ts'
import { ourEndpoints } from './our-spelling.ts'

const endpoints = Object.keys(ourEndpoints) as Endpoint[]

/** A request, taken apart. */
export interface OrderRequest {
  readonly endpoint: Endpoint
  /** The order's id, as it is written in the path. */
  readonly orderId: string
  readonly query: string
}

/** Which of our endpoints a request asks, if it asks one that a dialect may spell otherwise. */
export const orderRequestIn = ({
  method,
  path,
}: Pick<Request, 'method' | 'path'>): OrderRequest | undefined =>
  found(method, path, (endpoint) => ourEndpoints[endpoint].request)

/** The paths of a dialect. */
export class Paths {
  readonly #requests: (endpoint: Endpoint) => string

  constructor(file: DialectFile) {
    this.#requests = (endpoint) => file[endpoint]?.request ?? ourEndpoints[endpoint].request
  }

  /** The method and the path, without a query, that ask for the same. */
  theirs({ endpoint, orderId }: OrderRequest): { readonly method: string; readonly path: string } {
    const [method = '', path = ''] = this.#requests(endpoint).split(' ')
    return { method, path: path.replace('{orderId}', () => orderId) }
  }

  /** Our path for one of theirs that is given as a link to follow; undefined where it is none. */
  ours(path: string): (OrderRequest & { readonly path: string }) | undefined {
    for (const endpoint of ['find', 'list'] as const) {
      const [method = ''] = this.#requests(endpoint).split(' ')
      const asked = found(method, path, this.#requests, [endpoint])
      if (asked) {
        const [, own = ''] = ourEndpoints[endpoint].request.split(' ')
        return { ...asked, path: own.replace('{orderId}', () => asked.orderId) }
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

/** The order's id, empty where the path needs none; undefined where the path is another one. */
function orderIdIn(pathname: string, template: string): string | undefined {
  const [before = '', after] = template.split('{orderId}')
  if (after === undefined) return pathname === template ? '' : undefined
  const orderId = pathname.slice(before.length, pathname.length - after.length)
  const fits = pathname.startsWith(before) && pathname.endsWith(after)
  return fits && orderId !== '' && !orderId.includes('/') ? orderId : undefined
}
