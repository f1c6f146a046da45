/** The path and the query of an address; all of it where what is hidden in it leaves no address. */
export function pathIn(address: string): string {
  const url = URL.parse(address)
  return url ? url.pathname + url.search : address
}
