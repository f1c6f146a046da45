import type { Context } from 'hono'

/** The Link to the next page (RFC 8288): the request's URL with some parameters replaced. */
export function nextPage(
  c: Context,
  parameters: Readonly<Record<string, string | number | undefined>>,
): string {
  const url = new URL(c.req.url)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  return `<${url.pathname}${url.search}>; rel="next"`
}
