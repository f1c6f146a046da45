/** The thread in which the audience listens; what it is asked and answers is in `audience.ts`. */
import { parentPort } from 'node:worker_threads'
import type { Connection, ConnectOptions } from '../support/connection.ts'
import { reasonOf } from '../support/reason.ts'
import { overWebSocket } from '../support/web-socket.ts'
import type { Answer, Question, Told } from './audience.ts'
import { Lateness } from './lateness.ts'

const batchSize = 500
const seats: Seat[] = []
const lateness = new Lateness()

const answer = (said: Answer) => parentPort?.postMessage(said)

class Seat {
  connection: Connection | undefined
  readonly #number: number
  /** Only the first tells at once what it hears, for the others would keep everybody from measuring. */
  #isTelling: boolean
  readonly #kept: Told[] = []

  constructor(number: number) {
    this.#number = number
    this.#isTelling = number === 0
  }

  async take(call: ConnectOptions): Promise<void> {
    this.connection = await overWebSocket(call, {
      receive: (text, how) =>
        this.#hear({ text, how, hrtimeMs: Number(process.hrtime.bigint()) / 1e6 }),
      onBroken: (reason) => answer({ is: 'broken', seat: this.#number, reason }),
    })
    const { sent, headers, ended } = this.connection
    answer({ is: 'seated', seat: this.#number, sent, headers: [...headers] })
    void ended.then((code) => answer({ is: 'ended', seat: this.#number, code }))
  }

  #hear(told: Told): void {
    if (this.#isTelling) this.#tell([told])
    else this.#kept.push(told)
  }

  /** Tells what it has heard, and from now on at once. */
  speak(): void {
    this.#isTelling = true
    while (this.#kept.length > 0) this.#tell(this.#kept.splice(0, batchSize))
  }

  #tell(told: Told[]): void {
    answer({ is: 'heard', seat: this.#number, told })
  }
}

async function obey(question: Question): Promise<void> {
  switch (question.ask) {
    case 'listen': {
      const seat = new Seat(question.seat)
      seats[question.seat] = seat
      return seat.take(question.call)
    }
    case 'watch the clock':
      return lateness.watch()
    case 'speak':
      for (const seat of seats) seat.speak()
      return answer({ is: 'spoken', lateness: lateness.seen() })
    case 'leave':
      return seats[question.seat]?.connection?.close()
  }
}

parentPort?.on('message', (question: Question) => {
  obey(question).catch((error) => {
    answer({
      is: 'at a loss',
      seat: 'seat' in question ? question.seat : 0,
      reason: reasonOf(error),
    })
  })
})
