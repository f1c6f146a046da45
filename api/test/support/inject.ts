import assert from 'node:assert/strict'

/** Adds a rule, such as a fault, to a venue. */
export async function inject(
  { controlUrl, venue = 'main' }: { readonly controlUrl: string; readonly venue?: string },
  kind: 'faults' | 'commit-faults' | 'races' | 'breakpoints' | 'stream-faults',
  rule: object,
): Promise<void> {
  const reply = await fetch(`${controlUrl}/venues/${venue}/${kind}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(rule),
  })
  assert.equal(reply.status, 201, await reply.text())
}
