import type { Order } from '../../api/contract/orders.ts'
import type {
  AdvanceDraft,
  Advanced,
  ClockState,
  VenueDraft,
  VenueState,
} from '../../api/control/control-contract.ts'
import type { Transcript } from '../reports/evidence/transcript.ts'
import { isRefusal, type Reply, summaryOf } from './client.ts'
import { sendToControl } from './control.ts'
import type { DelayRange } from './delay-range.ts'
import { eventually } from './eventually.ts'
import { must } from './must.ts'
import { changeWithinMs, executionDelay, replyWithinMs } from './settings.ts'
import type { VenueUnderTest } from './venue-under-test.ts'

/** Held, and like the main one but for the latency: whatever is asked is answered at once. */
const usualDraft: VenueDraft = {
  latencyMs: 0,
  executionDelayMs: { minMs: executionDelay.shortestMs, maxMs: executionDelay.longestMs },
  clock: { mode: 'held' },
}

/** A request that is held, as far as it matters here. */
type HeldRequest = { readonly id: string; readonly orderId?: string }

/** As whom the transcript knows whoever is asked to control venues. */
const theControl = 'The control'

/** Whoever moves time to there moves nothing, but hears when all that has happened has been told. */
const longAgo = '1970-01-01T00:00:00Z'

/** Short beside every execution delay. */
const momentMs = 50

/** Nothing is promised of orders any more. */
const anyDelay: DelayRange = { shortestMs: 0, longestMs: Number.POSITIVE_INFINITY }

/**
 * A venue that a scenario has to itself, and controls: nobody else trades there, its time stands
 * still until it is moved, and it does what it is told.
 */
export class OwnVenue implements VenueUnderTest {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  executionDelay: DelayRange
  /** What the control API answered last. */
  latest: Reply | undefined
  readonly #isHeld: boolean
  readonly #transcript: Transcript
  #isClosed = false

  /** Opens a venue; what a draft leaves out is as usual. */
  static async open(transcript: Transcript, draft: VenueDraft = {}): Promise<OwnVenue> {
    const opening = { path: '/venues', method: 'POST', ...json({ ...usualDraft, ...draft }) }
    const reply = await sendToControl(opening)
    transcript.answered(theControl, reply)
    return new OwnVenue(succeeded<VenueState>(reply), transcript)
  }

  private constructor({ name, clock }: VenueState, transcript: Transcript) {
    this.name = name
    this.headers = { venue: name }
    this.#isHeld = clock.mode === 'held'
    // Where time is quick, a moment of the machine's is long.
    this.executionDelay = clock.mode === 'scaled' ? anyDelay : executionDelay
    this.#transcript = transcript
  }

  /** Asks something of the control API about this venue; a refusal is an answer like every other. */
  async send(method: string, path: string, body?: object): Promise<Reply> {
    const content = body === undefined ? {} : json(body)
    const reply = await sendToControl({ method, path: `/venues/${this.name}${path}`, ...content })
    this.#transcript.answered(theControl, reply)
    this.latest = reply
    return reply
  }

  /** Has something done; throws where it is refused. Answers with what the control API answers. */
  async command<T>(method: string, path: string, body?: object): Promise<T> {
    return succeeded<T>(await this.send(method, path, body))
  }

  state(): Promise<VenueState> {
    return this.command('GET', '')
  }

  /** Answers when all that is due has happened, and everybody who listens has been told. */
  advance(how: AdvanceDraft): Promise<Advanced> {
    return this.command('POST', '/clock/advance', how)
  }

  async passTime(ms: number): Promise<void> {
    await this.advance({ byMs: ms })
  }

  /** Where time is held, it goes by from one order that is due to the next. */
  async until<T>(check: () => T | Promise<T>): Promise<T> {
    if (!this.#isHeld) return eventually(changeWithinMs, check)
    for (let next: string | undefined = longAgo; next !== undefined; ) {
      try {
        return await check()
      } catch {
        next = (await this.advance({ to: next })).clock.nextDueAt
      }
    }
    // With nothing left that is due, what is still missing is on its way.
    return eventually(replyWithinMs, check)
  }

  /** Where time is held, it moves a little each time that the check fails. */
  soon<T>(check: () => T | Promise<T>): Promise<T> {
    return eventually(replyWithinMs, async () => {
      try {
        return await check()
      } catch (failure) {
        if (this.#isHeld) await this.passTime(momentMs)
        throw failure
      }
    })
  }

  /** Resolves once so many requests have come and wait, for time to pass or to be let go on. */
  async hasWaiting(count: number): Promise<void> {
    await eventually(replyWithinMs, async () => {
      const { waitingRequests } = await this.command<ClockState>('GET', '/clock')
      must(waitingRequests === count, `${waitingRequests} requests wait, and not ${count}`)
    })
  }

  /** Orders say themselves when they are executed: from then on no delay is promised. */
  expectAnyDelay(): void {
    this.executionDelay = anyDelay
  }

  /** Adds a standing rule on what becomes of orders; from then on no delay is promised. */
  async addOutcomeRule(outcome: object, match: object = {}, lifetime: object = {}): Promise<void> {
    this.executionDelay = anyDelay
    await this.command('POST', '/outcomes', { match, outcome, ...lifetime })
  }

  /** Stages faults, breakpoints or races for what is to come; from then on no delay is promised. */
  async addRule(
    what: 'faults' | 'breakpoints' | 'races' | 'stream-faults',
    draft: object,
  ): Promise<void> {
    this.executionDelay = anyDelay
    await this.command('POST', `/${what}`, draft)
  }

  /** The requests that are held before they act. */
  heldRequests(): Promise<readonly HeldRequest[]> {
    return this.command('GET', '/held-requests')
  }

  /** Lets the first of them go on. */
  async resume(): Promise<void> {
    const [first] = await this.heldRequests()
    must(first, 'no request is held')
    await this.command('POST', `/held-requests/${first.id}/release`)
  }

  /** Does something to an order, as the market; a refusal is an answer. */
  tryMarket(orderId: string, act: string, body?: object): Promise<Reply> {
    this.executionDelay = anyDelay
    return this.send('POST', `/orders/${encodeURIComponent(orderId)}/${act}`, body)
  }

  /** The same; throws where it is refused. */
  async marketDid(orderId: string, act: string, body?: object): Promise<Order> {
    return succeeded(await this.tryMarket(orderId, act, body))
  }

  /** It crashes, and is back at once. */
  async crash(): Promise<void> {
    await this.command('POST', '/restart')
  }

  /** It begins anew, with nothing of what was. */
  async reset(): Promise<void> {
    await this.command('POST', '/reset')
  }

  /** It is gone for good; once is enough. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.command('DELETE', '')
  }
}

const json = (body: object) => ({ body: JSON.stringify(body), contentType: 'application/json' })

/** What a reply says, if it is no refusal. */
function succeeded<T>(reply: Reply): T {
  must(!isRefusal(reply), `the control refused: ${summaryOf(reply)}`)
  return (reply.text === '' ? undefined : JSON.parse(reply.text)) as T
}
