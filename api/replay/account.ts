import type { RecordedStep, Recording } from '../control/recording-contract.ts'
import type { Played } from './play.ts'

const counted = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

/** What is going to be played, in a line. */
export function summaryOf({ venue, seed, clock, steps }: Recording): string {
  const by = (who: RecordedStep['by']) => steps.filter((step) => step.by === who).length
  return [
    `venue ${venue}, seed ${seed}, ${clock} clock`,
    counted(by('client'), 'request', 'requests'),
    counted(by('control'), 'act of control', 'acts of control'),
    counted(by('clock'), 'move of time', 'moves of time'),
  ].join(', ')
}

/** What came of it, in lines, and whether it is what was to be expected. */
export function compareRuns(recording: Recording, { digest: told, divergence: parting }: Played) {
  const { clock, told: before } = recording
  const compared = (what: 'digest' | 'story') =>
    told[what] === before[what]
      ? `${what.padEnd(8)} the same: ${told[what]}`
      : `${what.padEnd(8)} ANOTHER: ${told[what]}, recorded was ${before[what]}`
  const isHeld = clock === 'held'
  const lines = [
    compared('digest'),
    compared('story'),
    `position ${told.position}${told.position === before.position ? '' : `, recorded was ${before.position}`}`,
  ]
  if (parting) {
    const { nth, method, target, recorded = 'none', played = 'none' } = parting
    lines.push(
      `request ${nth}, ${method} ${target}, was answered ${played}, recorded was ${recorded}`,
    )
  }
  if (!isHeld) {
    lines.push(`The time of the venue was ${clock} and passed by itself: only the story can agree.`)
  }
  const what = isHeld ? 'digest' : 'story'
  return { lines, isSame: told[what] === before[what] }
}
