/** Whether a host name or address means this machine alone, whoever resolves it. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)

/** Whether a Host header names this machine: a page whose own name was made to lead here says another. */
export const namesLoopback = (host: string | undefined): boolean =>
  host !== undefined && isLoopback(host.replace(/:\d{1,5}$/, ''))
