import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RecordedStep, Recording } from '../../control/recording-contract.ts'
import { recordingExample } from '../../control/recording-contract.ts'
import { draftFor, parseRecording, partsOf } from './recording-file.ts'

const recording: Recording = { ...recordingExample, steps: [...recordingExample.steps] }
const [step] = recording.steps as [RecordedStep]

describe('A file', () => {
  test('that is a recording is read', () => {
    assert.deepEqual(parseRecording(JSON.stringify(recording), 'a.json'), recording)
  })

  const wrong: [text: string, message: RegExp][] = [
    ['{', /a\.json is not JSON/],
    ['null', /a\.json is not a recording/],
    ['{"recording":2,"steps":[]}', /a\.json is not a recording/],
    [JSON.stringify({ ...recording, isComplete: false }), /a\.json is incomplete/],
  ]
  for (const [text, message] of wrong) {
    test(`is refused: ${text.slice(0, 30)}`, () => {
      assert.throws(() => parseRecording(text, 'a.json'), message)
    })
  }
})

test('A venue that plays a recording has a name that is free', () => {
  assert.equal(draftFor(recording, ['main', 'replay-1', 'replay-2']).name, 'replay-3')
})

describe('The steps of a recording are played in parts', () => {
  const partsWith = (steps: RecordedStep[]) =>
    [...partsOf({ ...recording, steps })].map((part) => part.length)

  test('of at most 100 steps', () => {
    assert.deepEqual(partsWith(Array(250).fill(step)), [100, 100, 50])
  })

  test('that fit into a request', () => {
    const long = { ...step, body: 'x'.repeat(100_000) } as RecordedStep
    assert.deepEqual(partsWith([long, long, step]), [1, 2])
  })

  test('up to the end of the recording', () => {
    const until = '2026-01-01T00:00:09.000Z'
    assert.deepEqual(
      [...partsOf({ ...recording, steps: [step], until })],
      [[step, { by: 'clock', at: until }]],
    )
  })
})
