import { test } from 'node:test'
import { checkAction } from '../../test/support/console-actions.ts'
import {
  countEntries,
  exportRecording,
  listEntries,
  listFrames,
  playSteps,
  readDigest,
  switchJournal,
} from './journal-actions.ts'

const actions = [
  switchJournal('mine', true),
  switchJournal('mine', false),
  listEntries('mine', 7),
  countEntries('mine'),
  listFrames('mine', 7),
  playSteps('mine', []),
  readDigest('mine'),
  exportRecording('mine', 'As test'),
]

for (const action of actions) {
  test(`${action.label} is shown as it is sent`, () => checkAction(action, 'mine'))
}
