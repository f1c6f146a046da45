import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Command, lifeOf, live } from './venue-life.ts'

/** How many histories of each kind; `npm run fuzz` tries 100. */
const numRuns = Number(process.env.RESTART_RUNS || 3)

const never = new Set<number>()

/** The places of a life, its end among them. */
const placesIn = (commands: readonly Command[]) => [...commands.keys(), commands.length]

describe('A restart', () => {
  test('at every position of a short history changes nothing that can be seen', async () => {
    const property = fc.asyncProperty(lifeOf(8), async (commands) => {
      const undisturbed = await live(commands, never)
      for (const place of placesIn(commands)) {
        assert.deepEqual(await live(commands, new Set([place])), undisturbed)
      }
    })
    await fc.assert(property, { numRuns })
  })

  test('changes nothing however often it happens in a long history', async () => {
    const property = fc.asyncProperty(
      lifeOf(60),
      fc.infiniteStream(fc.boolean()),
      async (commands, chosen) => {
        const undisturbed = await live(commands, never)
        const some = placesIn(commands).filter(() => chosen.next().value)
        assert.deepEqual(await live(commands, new Set(some)), undisturbed)
        assert.deepEqual(await live(commands, new Set(placesIn(commands))), undisturbed)
      },
    )
    await fc.assert(property, { numRuns })
  })
})
