import type { Order } from '../../api/contract/orders.ts'
import type {
  AdvanceDraft,
  Advanced,
  ClockState,
  VenueDraft,
  VenueState,
} from '../../api/control/control-contract.ts'
import type { OrderPlan } from '../../api/control/order-plan.ts'
import type { Transcript } from '../reports/evidence/transcript.ts'
import { isRefusal, type Reply, summaryOf } from './client.ts'
import { sendToControl } from './control.ts'
import type { DelayRange } from './delay-range.ts'
import { eventually } from './eventually.ts'
import { must } from './must.ts'
import { changeWithinMs, executionDelay, replyWithinMs } from './settings.ts'
import type { VenueUnderTest } from './venue-under-test.ts'

/** A venue like the main one, but with a held clock and no latency. */
const defaultDraft: VenueDraft = {
  latencyMs: 0,
  executionDelayMs: { minMs: executionDelay.shortestMs, maxMs: executionDelay.longestMs },
  clock: { mode: 'held' },
}

/** A held request: the fields that are used here. */
type HeldRequest = { readonly id: string; readonly orderId?: string }

/** The sender of control requests in the transcript. */
const controlSender = 'The scenario'

/** Advancing to the past only waits for pending deliveries. */
const longAgo = '1970-01-01T00:00:00Z'

/** How far time moves per retry: little compared with any execution delay. */
const momentMs = 50

/** The execution delay of a venue that promises none. */
const anyDelay: DelayRange = { shortestMs: 0, longestMs: Number.POSITIVE_INFINITY }

/**
 * A venue of a scenario's own, and its control API. Nobody else trades there. By default its clock
 * is held, so time passes only when the scenario moves it.
 */
export class OwnVenue implements VenueUnderTest {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  executionDelay: DelayRange
  /** The last reply of the control API about this venue. */
  latest: Reply | undefined
  readonly #isHeld: boolean
  readonly #transcript: Transcript
  #isClosed = false

  /** Opens a venue. Settings that the draft leaves out have their defaults. */
  static async open(transcript: Transcript, draft: VenueDraft = {}): Promise<OwnVenue> {
    const opening = { path: '/venues', method: 'POST', ...json({ ...defaultDraft, ...draft }) }
    const reply = await sendToControl(opening)
    transcript.addReply(controlSender, reply)
    return new OwnVenue(resultOf<VenueState>(reply), transcript)
  }

  private constructor({ name, clock }: VenueState, transcript: Transcript) {
    this.name = name
    this.headers = { venue: name }
    this.#isHeld = clock.mode === 'held'
    // On a fast clock, a short delay of the machine is long.
    this.executionDelay = clock.mode === 'scaled' ? anyDelay : executionDelay
    this.#transcript = transcript
  }

  /** Sends a request about this venue to the control API. A refusal is returned like any reply. */
  async send(method: string, path: string, body?: object): Promise<Reply> {
    const content = body === undefined ? {} : json(body)
    const reply = await sendToControl({ method, path: `/venues/${this.name}${path}`, ...content })
    this.#transcript.addReply(controlSender, reply)
    this.latest = reply
    return reply
  }

  /** Like `send`, but throws on a refusal. Returns the body of the reply. */
  async command<T>(method: string, path: string, body?: object): Promise<T> {
    return resultOf<T>(await this.send(method, path, body))
  }

  state(): Promise<VenueState> {
    return this.command('GET', '')
  }

  /** Resolves once everything due has happened and every listener has been sent it. */
  advance(how: AdvanceDraft): Promise<Advanced> {
    return this.command('POST', '/clock/advance', how)
  }

  async passTime(ms: number): Promise<void> {
    await this.advance({ byMs: ms })
  }

  /** A held clock moves from one due order to the next until the check passes. */
  async until<T>(check: () => T | Promise<T>): Promise<T> {
    if (!this.#isHeld) return eventually(changeWithinMs, check)
    for (let next: string | undefined = longAgo; next !== undefined; ) {
      try {
        return await check()
      } catch {
        next = (await this.advance({ to: next })).clock.nextDueAt
      }
    }
    // Nothing more is due, so whatever is missing is already on its way.
    return eventually(replyWithinMs, check)
  }

  /** A held clock moves by 50 ms each time the check fails. */
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

  /** Resolves once exactly this many requests wait, for time to pass or at a breakpoint. */
  async hasWaiting(count: number): Promise<void> {
    await eventually(replyWithinMs, async () => {
      const { waitingRequests } = await this.command<ClockState>('GET', '/clock')
      must(waitingRequests === count, `${waitingRequests} requests are waiting, not ${count}`)
    })
  }

  /** From now on any execution delay is accepted, because orders may state their own. */
  acceptAnyDelay(): void {
    this.executionDelay = anyDelay
  }

  /** Adds a rule of the control API. From now on any execution delay is accepted. */
  async addRule(
    kind: 'outcomes' | 'faults' | 'commit-faults' | 'breakpoints' | 'races' | 'stream-faults',
    draft: object,
  ): Promise<void> {
    this.acceptAnyDelay()
    await this.command('POST', `/${kind}`, draft)
  }

  /** The requests that breakpoints hold. */
  heldRequests(): Promise<readonly HeldRequest[]> {
    return this.command('GET', '/held-requests')
  }

  /** Resumes the first held request. */
  async resume(): Promise<void> {
    const [first] = await this.heldRequests()
    must(first, 'no request is held')
    await this.command('POST', `/held-requests/${first.id}/release`)
  }

  /** Acts on an order as the market. A refusal is returned like any reply. */
  tryMarket(orderId: string, act: string, body?: object): Promise<Reply> {
    this.acceptAnyDelay()
    return this.send('POST', `/orders/${encodeURIComponent(orderId)}/${act}`, body)
  }

  /** Like `tryMarket`, but throws on a refusal. */
  async marketDid(orderId: string, act: string, body?: object): Promise<Order> {
    return resultOf(await this.tryMarket(orderId, act, body))
  }

  /** How an order will end by itself. */
  planOf(orderId: string): Promise<OrderPlan> {
    return this.command('GET', `/orders/${encodeURIComponent(orderId)}/plan`)
  }

  /** Crashes the venue, and restarts it at once. */
  async crash(): Promise<void> {
    await this.command('POST', '/restart')
  }

  /** Lets another node take the venue over, which takes `afterMs`. What is due meanwhile happens late. */
  async takeOver(afterMs = 0): Promise<void> {
    this.acceptAnyDelay()
    await this.command('POST', '/takeover', { afterMs })
  }

  async reset(): Promise<void> {
    await this.command('POST', '/reset')
  }

  /** Closes the venue for good. Further calls do nothing. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.command('DELETE', '')
  }
}

const json = (body: object) => ({ body: JSON.stringify(body), contentType: 'application/json' })

/** The body of a reply; throws if it is a refusal. */
function resultOf<T>(reply: Reply): T {
  must(!isRefusal(reply), `the control API refused: ${summaryOf(reply)}`)
  return (reply.text === '' ? undefined : JSON.parse(reply.text)) as T
}
