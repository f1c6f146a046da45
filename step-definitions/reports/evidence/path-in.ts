/** The path and query of an address; the whole text where hiding a secret left no valid address. */
export function pathIn(address: string): string {
  const url = URL.parse(address)
  return url ? url.pathname + url.search : address
}
