/** Whether an address, or the name localhost, means this machine alone. */
export const isLoopback = (address: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(address)

/**
 * Whether a Host header names this machine alone, whoever resolves it (RFC 6761, section 6.3): a page
 * whose own name was made to lead here says another.
 */
export function namesLoopback(host: string): boolean {
  const name = host.replace(/:\d{1,5}$/, '').replace(/\.$/, '')
  return isLoopback(name) || /\.localhost$/i.test(name)
}
