import type { Context } from 'hono'

/** The Link to the next page (RFC 8288): this request's address with one parameter changed. */
export function nextPage(c: Context, parameter: string, value: string): string {
  const url = new URL(c.req.url)
  url.searchParams.set(parameter, value)
  return `<${url.pathname}${url.search}>; rel="next"`
}
