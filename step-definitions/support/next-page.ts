import type { Reply } from './client.ts'

/** A link of a `Link` header field (RFC 8288): its target, and its parameters. */
const linkValue = /<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]+))?)*)/g

const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i

/**
 * The path of the next page of a listing; undefined on the last page. A link to another host is
 * returned as it is.
 */
export function nextPage({ headers, wire }: Pick<Reply, 'headers' | 'wire'>): string | undefined {
  const links = (headers.get('link') ?? '').matchAll(linkValue)
  for (const [, reference = '', parameters = ''] of links) {
    if (isNext(parameters)) return pathOrAddress(reference, wire.url)
  }
  return undefined
}

/** A link may have several relations, in any case. */
function isNext(parameters: string): boolean {
  const [, quoted, plain = ''] = relation.exec(parameters) ?? []
  return (quoted ?? plain).toLowerCase().split(/\s+/).includes('next')
}

/** Resolves a reference against the address of the request. */
function pathOrAddress(reference: string, address: string): string {
  const to = URL.parse(reference, address)
  return to?.origin === new URL(address).origin ? to.pathname + to.search : reference
}
