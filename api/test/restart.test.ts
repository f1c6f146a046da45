import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createFailingPlace, createMemoryPlace, createSqlitePlace } from './stores/places.ts'
import { type Command, commandsOf, run } from './venue-life.ts'

/** How many sequences of commands each test tries, with a store a third of them; `npm run fuzz` tries 100. */
const runs = Number(process.env.RESTART_RUNS || 3)

const never = new Set<number>()

/** The index of each command, and that after the last one. */
const placesIn = (commands: readonly Command[]) => [...commands.keys(), commands.length]

for (const [kind, createPlace] of Object.entries({
  'A crash of a venue in memory': undefined,
  'A restart of the platform with a store in memory': createMemoryPlace,
  'A restart of the platform with SQLite': createSqlitePlace,
  'A restart of the platform with a store whose every fifth commit fails': createFailingPlace(5),
})) {
  describe(kind, () => {
    const numRuns = createPlace ? Math.ceil(runs / 3) : runs

    test('at any point of a short history changes nothing that a client can see', async () => {
      const property = fc.asyncProperty(commandsOf(8), async (commands) => {
        const undisturbed = await run(commands, never, createPlace)
        for (const place of placesIn(commands)) {
          assert.deepEqual(await run(commands, new Set([place]), createPlace), undisturbed)
        }
      })
      await fc.assert(property, { numRuns })
    })

    test('changes nothing that a client can see, however often it happens in a long history', async () => {
      const property = fc.asyncProperty(
        commandsOf(60),
        fc.infiniteStream(fc.boolean()),
        async (commands, chosen) => {
          const undisturbed = await run(commands, never, createPlace)
          const all = placesIn(commands)
          const some = all.filter(() => chosen.next().value)
          assert.deepEqual(await run(commands, new Set(some), createPlace), undisturbed)
          assert.deepEqual(await run(commands, new Set(all), createPlace), undisturbed)
        },
      )
      await fc.assert(property, { numRuns })
    })
  })
}
