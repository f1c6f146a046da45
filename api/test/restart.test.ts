import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Command, commandsOf, run } from './venue-life.ts'

/** How many sequences of commands each test tries; `npm run fuzz` tries 100. */
const numRuns = Number(process.env.RESTART_RUNS || 3)

const never = new Set<number>()

/** The index of each command, and that after the last one. */
const placesIn = (commands: readonly Command[]) => [...commands.keys(), commands.length]

describe('A restart', () => {
  test('at any point of a short history changes nothing that a client can see', async () => {
    const property = fc.asyncProperty(commandsOf(8), async (commands) => {
      const undisturbed = await run(commands, never)
      for (const place of placesIn(commands)) {
        assert.deepEqual(await run(commands, new Set([place])), undisturbed)
      }
    })
    await fc.assert(property, { numRuns })
  })

  test('changes nothing that a client can see, however often it happens in a long history', async () => {
    const property = fc.asyncProperty(
      commandsOf(60),
      fc.infiniteStream(fc.boolean()),
      async (commands, chosen) => {
        const undisturbed = await run(commands, never)
        const some = placesIn(commands).filter(() => chosen.next().value)
        assert.deepEqual(await run(commands, new Set(some)), undisturbed)
        assert.deepEqual(await run(commands, new Set(placesIn(commands))), undisturbed)
      },
    )
    await fc.assert(property, { numRuns })
  })
})
