import type { RecordedStep, Recording } from '../../control/recording-contract.ts'

/** Steps that one request plays: at most this many, and about this many characters. */
const mostSteps = 100
const mostCharacters = 150_000

/** Reads the text of a recording. Throws an error that says what is wrong with it. */
export function parseRecording(text: string, file: string): Recording {
  const value = jsonIn(text, file)
  const recording = (value ?? {}) as Partial<Recording>
  if (recording.recording !== 1 || !Array.isArray(recording.steps)) {
    throw new Error(`${file} is not a recording. Save one with "As recording".`)
  }
  if (recording.isComplete !== true) {
    throw new Error(`${file} is incomplete: its journal lacks the start of the venue, or a secret.`)
  }
  // The venue that plays it checks the rest.
  return recording as Recording
}

function jsonIn(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`${file} is not JSON.`)
  }
}

/** The options of a venue that plays a recording, with a name that no venue has. */
export function draftFor(recording: Recording, taken: readonly string[]) {
  const { seed, latencyMs, executionDelayMs, since } = recording
  let nth = 1
  while (taken.includes(`replay-${nth}`)) nth++
  const clock = { mode: 'held' as const, startsAt: since }
  return { name: `replay-${nth}`, seed, latencyMs, executionDelayMs, clock }
}

/** The steps of a recording in parts that one request can play. */
export function* partsOf({ steps, until }: Recording): Generator<RecordedStep[]> {
  let part: RecordedStep[] = []
  let characters = 0
  const last: RecordedStep = { by: 'clock', at: until }
  const isAtEnd = steps.at(-1)?.at === until
  for (const step of isAtEnd ? steps : [...steps, last]) {
    const size = JSON.stringify(step).length
    if (part.length === mostSteps || (part.length > 0 && characters + size > mostCharacters)) {
      yield part
      part = []
      characters = 0
    }
    part.push(step)
    characters += size
  }
  if (part.length > 0) yield part
}
