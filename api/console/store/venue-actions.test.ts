import { test } from 'node:test'
import { checkAction } from '../../test/support/console-actions.ts'
import type { Action } from './action.ts'
import * as actions from './venue-actions.ts'

const { venuePath: _, listVenues, readPlatform, ...creators } = actions

const examples: { [Name in keyof typeof creators]: Parameters<(typeof creators)[Name]> } = {
  advanceBy: ['mine', 1, '+1 ms'],
  advanceTo: ['mine', '2026-01-01T00:00:02.518Z', 'To the next due order'],
  advanceUntilIdle: ['mine'],
  openVenue: [{ name: 'mine', seed: "it's 42", clock: { mode: 'scaled', speed: 60 } }],
  resetVenue: ['mine'],
  restartVenue: ['mine'],
  closeVenue: ['mine'],
}

for (const [name, args] of Object.entries(examples)) {
  // `as`: each example has the arguments of its action.
  const create = creators[name as keyof typeof creators] as (...args: unknown[]) => Action
  test(`${name} is shown as it is sent`, () => checkAction(create(...args), 'mine'))
}

test('readPlatform and listVenues are shown as they are sent', async () => {
  await checkAction(readPlatform, 'mine')
  await checkAction(listVenues, 'mine')
})
