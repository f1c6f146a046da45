/**
 * What a server may claim of the contract beyond the core: the tag of its scenarios, and the claims
 * that it implies. The core is the REST and WebSocket behaviour that any such venue has.
 */
const contract = {
  problems: [],
  strictness: [],
  tickets: [],
  times: [],
  versions: [],
  positions: [],
  listing: [],
  paging: ['listing'],
  'client-order-ids': [],
  idempotency: [],
  checking: [],
  'mass-cancellation': ['listing'],
  disclosure: [],
  heartbeats: ['positions'],
  choosing: ['heartbeats'],
  resume: ['positions'],
  'event-source': [],
  past: ['positions'],
  description: [],
} as const satisfies Record<string, readonly string[]>

/** Claimed with control, but only by a server that has it switched on. */
const switchedOn = 'outcome-header'

export type Claim = 'core' | keyof typeof contract | 'control' | typeof switchedOn

/** The claims that, with the core, are the contract. */
export const contractClaims = Object.keys(contract) as (keyof typeof contract)[]

/** Everything that can be claimed. */
export const allClaims: readonly Claim[] = ['core', ...contractClaims, 'control', switchedOn]

/**
 * Reads names such as `core,paging`. The result always has `core`. `contract` means all of the
 * contract, `control` adds the control API to it, and `outcome-header` adds that header to control.
 * Throws on an unknown name.
 */
export function parseProfile(text: string): ReadonlySet<Claim> {
  const claims = new Set<Claim>(['core'])
  for (const name of text.split(',').map((word) => word.trim())) {
    for (const claim of claimsIn(name)) claims.add(claim)
  }
  return claims
}

function claimsIn(name: string): readonly Claim[] {
  if (name === 'core') return ['core']
  if (name === 'contract') return contractClaims
  if (name === 'control') return [...contractClaims, 'control']
  if (name === switchedOn) return [...claimsIn('control'), switchedOn]
  if (isContractClaim(name)) return [name, ...contract[name].flatMap(claimsIn)]
  const known = [
    ...allClaims.slice(0, 1),
    'contract',
    'control',
    switchedOn,
    ...contractClaims,
  ].join(', ')
  throw new Error(`PROFILE must be a comma-separated list of: ${known}; it has "${name}"`)
}

const isContractClaim = (name: string): name is keyof typeof contract =>
  Object.hasOwn(contract, name)

/** The shortest PROFILE for these claims. */
export function nameOf(claims: ReadonlySet<Claim>): string {
  if (claims.has(switchedOn)) return `core, contract, control, ${switchedOn}`
  if (claims.has('control')) return 'core, contract, control'
  if (contractClaims.every((claim) => claims.has(claim))) return 'core, contract'
  return allClaims.filter((claim) => claims.has(claim)).join(', ')
}

type Tagged = { readonly tags: readonly { readonly name: string }[] }

/** The claims that a scenario needs, by its tags. */
export function claimsOf({ tags }: Tagged): Claim[] {
  const names = new Set(tags.map(({ name }) => name.slice(1)))
  return allClaims.filter((claim) => names.has(claim))
}
