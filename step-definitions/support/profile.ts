/**
 * What a server may claim of the contract beyond its core, by the names that scenarios are tagged
 * with, and what else each of them is had with.
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

/** What is had with the control where it is switched on, and described where it is. */
const switchedOn = 'outcome-header'

export type Claim = 'core' | keyof typeof contract | 'control' | typeof switchedOn

/** All that is had of the contract one by one. */
export const contractClaims = Object.keys(contract) as (keyof typeof contract)[]

/** Everything that can be claimed, by the names of the tags. */
export const allClaims: readonly Claim[] = ['core', ...contractClaims, 'control', switchedOn]

/** What the log line of a scenario begins with that is about something the target does not claim. */
export const notApplicable = 'Not applicable:'

/**
 * Reads names such as `core,paging`. `core` is always among what they mean, `contract` means all of
 * it, `control` is had with the whole contract alone, and `outcome-header` with control. Throws on a
 * name that nobody knows.
 */
export function parseProfile(text: string): ReadonlySet<Claim> {
  const claims = new Set<Claim>(['core'])
  for (const name of text.split(',').map((word) => word.trim())) {
    for (const claim of meantBy(name)) claims.add(claim)
  }
  return claims
}

function meantBy(name: string): readonly Claim[] {
  if (name === 'core') return ['core']
  if (name === 'contract') return contractClaims
  if (name === 'control') return [...contractClaims, 'control']
  if (name === switchedOn) return [...meantBy('control'), switchedOn]
  if (isContractClaim(name)) return [name, ...contract[name].flatMap(meantBy)]
  const known = [
    ...allClaims.slice(0, 1),
    'contract',
    'control',
    switchedOn,
    ...contractClaims,
  ].join(', ')
  throw new Error(`PROFILE must be names with commas between them, of: ${known}; not "${name}"`)
}

const isContractClaim = (name: string): name is keyof typeof contract =>
  Object.hasOwn(contract, name)

/** A profile in as few words as PROFILE takes. */
export function nameOf(claims: ReadonlySet<Claim>): string {
  if (claims.has(switchedOn)) return `core, contract, control, ${switchedOn}`
  if (claims.has('control')) return 'core, contract, control'
  if (contractClaims.every((claim) => claims.has(claim))) return 'core, contract'
  return allClaims.filter((claim) => claims.has(claim)).join(', ')
}

type Tagged = { readonly tags: readonly { readonly name: string }[] }

/** What a target has to claim for a scenario to apply to it. */
export function claimsOf({ tags }: Tagged): Claim[] {
  const names = new Set(tags.map(({ name }) => name.slice(1)))
  return allClaims.filter((claim) => names.has(claim))
}
