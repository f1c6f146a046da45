import type { OrderMessage } from '../../../contract/stream.ts'

/** How far back the rates go. */
export const rateSeconds = 120

interface Counts {
  PENDING: number
  EXECUTED: number
  CANCELLED: number
}

const none: Readonly<Counts> = { PENDING: 0, EXECUTED: 0, CANCELLED: 0 }

type Columns = [number[], number[], number[], number[]]

/** Counts how many orders were placed, executed and cancelled in each second of the venue's time. */
export function createRates() {
  /** By second of the venue's time. */
  const seconds = new Map<number, Counts>()
  let last = 0
  return {
    add({ occurredAt, orderStatus }: OrderMessage): void {
      const second = Math.floor(Date.parse(occurredAt) / 1000)
      const counts = seconds.get(second) ?? { ...none }
      counts[orderStatus]++
      seconds.set(second, counts)
      if (second > last) last = second
      for (const old of seconds.keys()) {
        if (old > last - rateSeconds) break
        seconds.delete(old)
      }
    },
    /** The seconds up to an instant, and for each the orders placed, executed and cancelled. */
    upTo(now: string): Columns {
      const end = Math.max(last, Math.floor(Date.parse(now) / 1000))
      const columns: Columns = [[], [], [], []]
      for (let second = end - rateSeconds + 1; second <= end; second++) {
        const { PENDING, EXECUTED, CANCELLED } = seconds.get(second) ?? none
        columns[0].push(second)
        columns[1].push(PENDING)
        columns[2].push(EXECUTED)
        columns[3].push(CANCELLED)
      }
      return columns
    },
  }
}
