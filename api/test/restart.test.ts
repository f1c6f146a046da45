import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createFailingPlace, createMemoryPlace, createSqlitePlace } from './stores/places.ts'
import { type Command, commandsOf, type Disturb, run } from './venue-life.ts'

/** How many sequences of commands each test tries; `npm run fuzz` sets it. */
const { RESTART_RUNS } = process.env

const never = new Set<number>()
/** A venue that was taken over once commits as with a store, so it is compared with one such. */
const first = new Set([0])

/** The index of each command, and that after the last one. */
const placesIn = (commands: readonly Command[]) => [...commands.keys(), commands.length]

const takeOver: Disturb = (venue) => {
  venue.takeOver(0)
  return venue.restarted()
}

/** Where the venue is kept, how many sequences are tried by default, and how it is disturbed. */
const kinds: Readonly<
  Record<string, [createPlace: Parameters<typeof run>[2], byDefault: number, disturb?: Disturb]>
> = {
  'A crash of a venue in memory': [undefined, 3],
  'A takeover of a venue in memory': [undefined, 1, takeOver],
  'A restart of the platform with a store in memory': [createMemoryPlace, 1],
  'A restart of the platform with SQLite': [createSqlitePlace, 0],
  'A restart of the platform with a store whose every fifth commit fails': [
    createFailingPlace(5),
    0,
  ],
}

for (const [kind, [createPlace, byDefault, disturb]] of Object.entries(kinds)) {
  const numRuns = RESTART_RUNS ? Math.ceil(Number(RESTART_RUNS) / (createPlace ? 3 : 1)) : byDefault
  describe(kind, { skip: numRuns === 0 && 'npm run fuzz runs it' }, () => {
    test('at any point of a short history changes nothing that a client can see', async () => {
      const property = fc.asyncProperty(commandsOf(8), async (commands) => {
        const undisturbed = await run(commands, disturb ? first : never, createPlace, disturb)
        for (const place of placesIn(commands)) {
          assert.deepEqual(
            await run(
              commands,
              new Set([...(disturb ? first : never), place]),
              createPlace,
              disturb,
            ),
            undisturbed,
          )
        }
      })
      await fc.assert(property, { numRuns })
    })

    test('changes nothing that a client can see, however often it happens in a long history', async () => {
      const property = fc.asyncProperty(
        commandsOf(60),
        fc.infiniteStream(fc.boolean()),
        async (commands, chosen) => {
          const undisturbed = await run(commands, disturb ? first : never, createPlace, disturb)
          const all = placesIn(commands)
          const some = all.filter((place) => chosen.next().value || (disturb && first.has(place)))
          assert.deepEqual(await run(commands, new Set(some), createPlace, disturb), undisturbed)
          assert.deepEqual(await run(commands, new Set(all), createPlace, disturb), undisturbed)
        },
      )
      await fc.assert(property, { numRuns })
    })
  })
}
