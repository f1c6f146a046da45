import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { connect, createSimulator } from '../package.ts'
import { ticket } from '../test/support/app.ts'
import { docExamples, methodsWithoutExample } from '../test/support/doc-examples.ts'

/** Runs source text, with these variables, which it may declare anew. */
async function run(code: string, variables: Readonly<Record<string, unknown>>): Promise<void> {
  const source = `return async (${Object.keys(variables)}) => {{ ${code} }}`
  await new Function(source)()(...Object.values(variables))
}

describe('The doc comments', async () => {
  // The last example closes it, too.
  const simulator = await createSimulator()
  after(() => simulator.close())

  test('have an example for each method', () => {
    assert.deepEqual(methodsWithoutExample, [])
    assert.ok(docExamples.length > 30, `only ${docExamples.length} examples`)
  })

  for (const { file, code } of docExamples) {
    test(`have an example that works: ${file}: ${code.split('\n', 1)}`, async () => {
      const venue = await simulator.openVenue()
      const placed = await fetch(`${simulator.url}/orders`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...venue.headers },
        body: JSON.stringify(ticket),
      })
      const order = await placed.json()
      const here = code.replace('http://127.0.0.1:8081', simulator.controlUrl)

      await run(here, { simulator, venue, order, connect, createSimulator, console: { log() {} } })
    })
  }
})
