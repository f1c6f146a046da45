import { z } from '@hono/zod-openapi'
import { mustBeObject } from '../contract/orders.ts'
import { jsonReply } from '../http/openapi-parts.ts'
import { problem } from '../http/problems.ts'
import { reply } from '../http/reply.ts'
import { describeBody } from './body.ts'
import { VenueState, venueExample } from './control-contract.ts'
import { type AddOperation, describeOperation, ownVenueParam } from './operation.ts'
import { RecordedStep, recordingExample } from './recording-contract.ts'
import { type Api, createStepPlayer, StepRefused } from './step-player.ts'
import { venueView } from './venue-view.ts'

const stepsRule = 'must be a list of 1 to 100 steps'

const stepsExample = { steps: [...recordingExample.steps] }

/** Steps of a recording to play. */
export const StepsDraft = z
  .strictObject(
    {
      steps: z
        .array(RecordedStep, { error: stepsRule })
        .min(1, { error: stepsRule })
        .max(100, { error: stepsRule })
        .openapi({ description: 'The steps, in the order in which they were recorded.' }),
    },
    mustBeObject,
  )
  .openapi('StepsDraft', { description: 'Steps of a recording to play.', example: stepsExample })
export type StepsDraft = z.infer<typeof StepsDraft>

const playSteps = describeOperation({
  tag: 'Journal',
  method: 'post',
  path: '/venues/{venue}/steps',
  operationId: 'playSteps',
  summary: 'Play steps of a recording',
  description:
    'Plays steps of a recording in a venue with a held clock: requests of clients, control requests and clock moves. Each runs at its recorded time, after everything due before it. A request that waits for time or at a breakpoint does not delay the next step. To replay a recording, open a venue with its seed, delays and `since`, play all of its steps, and compare the digests. The steps before one that is refused have been played.',
  request: { params: ownVenueParam, body: describeBody(StepsDraft, stepsExample) },
  replies: { 200: jsonReply('The venue after the steps.', VenueState, venueExample) },
  problems: ['CLOCK_NOT_HELD', 'STEP_REFUSED'],
})

/** Adds the route that plays recorded steps. */
export function addSteps(
  add: AddOperation,
  apis: { readonly trading: Api; readonly control: Api },
) {
  add(playSteps, async (c) => {
    const hosted = c.get('hosted')
    const { name, time } = hosted
    if (time.mode !== 'held') {
      return problem(c, 'CLOCK_NOT_HELD', `The clock of ${name} is ${time.mode}, not held.`)
    }
    const player = createStepPlayer(hosted, time.clock, apis)
    try {
      for (const step of c.req.valid('json').steps) await player.play(step)
    } catch (error) {
      if (!(error instanceof StepRefused)) throw error
      return problem(c, 'STEP_REFUSED', error.message)
    }
    return reply(c, 200, venueView(hosted))
  })
}
