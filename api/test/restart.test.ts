import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  createFailingPlace,
  createMemoryPlace,
  createNatsPlace,
  createSqlitePlace,
} from './stores/places.ts'
import { whyNoNatsServer } from './support/nats-binary.ts'
import { type Command, commandsOf, type Disturb, run } from './venue-life.ts'

/** How many sequences of commands each test tries. */
const runs = Number(process.env.RESTART_RUNS ?? 3)

const never = new Set<number>()
/** A venue that was taken over once commits as with a store, so it is compared with one such. */
const first = new Set([0])

/** The index of each command, and that after the last one. */
const placesIn = (commands: readonly Command[]) => [...commands.keys(), commands.length]

const takeOver: Disturb = (venue) => {
  venue.takeOver(0)
  return venue.restarted()
}

interface Kind {
  /** Where the venue is kept. By default only in memory. */
  readonly createPlace?: Parameters<typeof run>[2]
  readonly disturb?: Disturb
  /** What it takes, compared with a venue in memory. */
  readonly cost?: number
  readonly skip?: string | false
}

const kinds: Readonly<Record<string, Kind>> = {
  'A crash of a venue in memory': {},
  'A takeover of a venue in memory': { disturb: takeOver },
  'A restart of the platform with a store in memory': {
    createPlace: createMemoryPlace,
    cost: 3,
  },
  'A restart of the platform with SQLite': { createPlace: createSqlitePlace, cost: 3 },
  'A restart of the platform with NATS': {
    createPlace: createNatsPlace,
    cost: 20,
    skip: whyNoNatsServer(),
  },
  'A restart of the platform with a store whose every fifth commit fails': {
    createPlace: createFailingPlace(5),
    cost: 3,
  },
}

for (const [kind, options] of Object.entries(kinds)) {
  const { createPlace, disturb, cost = 1, skip } = options
  const numRuns = Math.ceil(runs / cost)
  describe(kind, { skip }, () => {
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
