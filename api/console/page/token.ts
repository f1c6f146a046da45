const key = 'papertape-control-token'

/** The token of the control API. Only this tab keeps it, until it is closed. */
export function createToken() {
  let value = sessionStorage.getItem(key) ?? undefined
  return {
    get value(): string | undefined {
      return value
    },
    set(next: string): void {
      value = next
      sessionStorage.setItem(key, next)
    },
  }
}
