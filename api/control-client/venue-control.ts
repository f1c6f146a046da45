import type { Order } from '../contract/orders.ts'
import type { CommitFaultRule, CommitFaultRuleDraft } from '../control/commit-faults.ts'
import type { AdvanceDraft, Advanced, VenueState } from '../control/control-contract.ts'
import type { LatencyDraft, LatencyState } from '../control/delay-contract.ts'
import type { FaultRule, FaultRuleDraft } from '../control/faults.ts'
import type { LogDigest } from '../control/log-digest.ts'
import type { OrderPlan } from '../control/order-plan.ts'
import type { CancelDraft, ReleaseDraft } from '../control/orders.ts'
import type { OutcomeRule, OutcomeRuleDraft } from '../control/outcome-rules.ts'
import type { Race, RaceDraft } from '../control/races.ts'
import type { RecordedStep, Recording } from '../control/recording-contract.ts'
import type { StreamState } from '../control/stream-delay.ts'
import type { StreamFaultRule, StreamFaultRuleDraft } from '../control/stream-faults.ts'
import type { TakeoverDraft } from '../control/takeover.ts'
import { type BreakpointControl, breakpointsOf } from './breakpoint-control.ts'
import { type ClockControl, clockAt } from './clock-control.ts'
import type { ControlClient } from './control-request.ts'
import { type JournalControl, journalAt } from './journal-control.ts'
import { type RuleControl, rulesAt, type SettingControl, settingAt } from './shapes.ts'

/**
 * Controls one venue. Each method is an operation of the control API. It rejects with a ControlRefusal
 * if the operation is refused.
 */
export interface VenueControl {
  readonly name: string
  /** The headers that address a request to this venue. */
  readonly headers: { readonly Venue: string }
  /**
   * Reads the state of the venue, including its clock.
   * @example
   * const { position, clock } = await venue.read()
   */
  read(): Promise<VenueState>
  /** The clock. `advance` below is its method, too. */
  readonly clock: ClockControl
  /**
   * Advances a held clock, as `clock.advance` does.
   * @example
   * await venue.advance({ byMs: 3000 })
   */
  advance(how: AdvanceDraft): Promise<Advanced>
  /**
   * Executes a PENDING order now.
   * @example
   * const { orderStatus } = await venue.execute(order.orderId)
   */
  execute(orderId: string): Promise<Order>
  /**
   * Cancels a PENDING order as the venue does when it rejects an order.
   * @example
   * await venue.cancel(order.orderId, { reason: 'no liquidity' })
   */
  cancel(orderId: string, how?: CancelDraft): Promise<Order>
  /**
   * Keeps an order PENDING until it is released, executed or cancelled.
   * @example
   * await venue.hold(order.orderId)
   */
  hold(orderId: string): Promise<Order>
  /**
   * Schedules the execution in `afterMs` from now; by default after the order's execution delay.
   * @example
   * await venue.release(order.orderId, { afterMs: 250 })
   */
  release(orderId: string, how?: ReleaseDraft): Promise<Order>
  /**
   * Reads how and when an order ends by itself, or that it is held.
   * @example
   * const { held, executionDueAt } = await venue.readPlan(order.orderId)
   */
  readPlan(orderId: string): Promise<OrderPlan>
  /**
   * Decides the outcome of orders when they are placed. The first matching rule applies.
   * @example
   * await venue.outcomes.add({ match: { symbol: 'EURUSD' }, outcome: { does: 'cancel', reason: 'no liquidity' } })
   */
  readonly outcomes: RuleControl<OutcomeRuleDraft, OutcomeRule>
  /**
   * How long the order endpoints wait before they act, and before they reply.
   * @example
   * await venue.latency.set({ before: 100, after: { 'POST /orders': { medianMs: 120, p95Ms: 400 } } })
   */
  readonly latency: SettingControl<LatencyDraft, LatencyState>
  /**
   * Failing requests and lost replies, before or after the commit.
   * @example
   * await venue.faults.add({
   *   match: { endpoint: 'POST /orders' },
   *   at: 'after-commit',
   *   action: { does: 'reset' },
   *   times: 1,
   * })
   */
  readonly faults: RuleControl<FaultRuleDraft, FaultRule>
  /**
   * Commits that take long, fail, or crash the venue.
   * @example
   * await venue.commitFaults.add({ action: { does: 'crash', recorded: true }, times: 1 })
   */
  readonly commitFaults: RuleControl<CommitFaultRuleDraft, CommitFaultRule>
  /**
   * Holds requests before their commit, until you release them.
   * @example
   * await venue.breakpoints.add({ match: { endpoint: 'POST /orders' }, times: 1 })
   */
  readonly breakpoints: BreakpointControl
  /**
   * Runs the next cancel request for a matching order and its execution at the same instant.
   * @example
   * await venue.races.add({ match: { orderId: order.orderId }, winner: 'execution' })
   */
  readonly races: RuleControl<RaceDraft, Race>
  /**
   * Lost, repeated, swapped and late messages, stalls and closed connections.
   * @example
   * await venue.streamFaults.add({ match: { orderStatus: 'EXECUTED' }, action: { does: 'drop' }, times: 1 })
   */
  readonly streamFaults: RuleControl<StreamFaultRuleDraft, StreamFaultRule>
  /**
   * How long every message of the stream is delayed, so that REST shows a change first.
   * @example
   * await venue.stream.set({ delayMs: 200 })
   */
  readonly stream: SettingControl<StreamState, StreamState>
  /** What trading clients really sent and received. */
  readonly journal: JournalControl
  /**
   * Exports the run of the venue from its journal, to replay it.
   * @example
   * const recording = await venue.exportRecording()
   * const steps = recording.isComplete ? recording.steps : []
   */
  exportRecording(): Promise<Recording>
  /**
   * Plays steps of a recording, at most 100 at a time, in a venue with a held clock.
   * @example
   * const { seed, since, steps } = await venue.exportRecording()
   * const again = await simulator.openVenue({ seed, clock: { mode: 'held', startsAt: since } })
   * await again.playSteps(steps.slice(0, 100))
   */
  playSteps(steps: readonly RecordedStep[]): Promise<VenueState>
  /**
   * Computes digests of the log, to check that two runs did the same.
   * @example
   * const { digest, story } = await venue.readLogDigest()
   */
  readLogDigest(): Promise<LogDigest>
  /**
   * Crashes the venue and rebuilds it from its log. Requests in flight get no reply.
   * @example
   * await venue.restart()
   */
  restart(): Promise<VenueState>
  /**
   * Lets another node take the venue over: streams close, and commands are refused for `afterMs` on the
   * venue's clock, by default 0.
   * @example
   * await venue.takeOver({ afterMs: 500 })
   */
  takeOver(how?: TakeoverDraft): Promise<VenueState>
  /**
   * Starts the venue over with its initial options and an empty log.
   * @example
   * const { logId } = await venue.reset()
   */
  reset(): Promise<VenueState>
}

/** Returns the control of the venue with this name. */
export function venueControl(client: ControlClient, name: string): VenueControl {
  const { request } = client
  const venue = pathOf(name)
  const act = (orderId: string, action: string, how?: object) =>
    request<Order>('POST', `${venue}/orders/${encodeURIComponent(orderId)}/${action}`, how)
  const clock = clockAt(client, `${venue}/clock`)
  return {
    name,
    headers: { Venue: name },
    read: () => request('GET', venue),
    clock,
    advance: clock.advance,
    execute: (orderId) => act(orderId, 'execute'),
    cancel: (orderId, how) => act(orderId, 'cancel', how),
    hold: (orderId) => act(orderId, 'hold'),
    release: (orderId, how) => act(orderId, 'release', how),
    readPlan: (orderId) => request('GET', `${venue}/orders/${encodeURIComponent(orderId)}/plan`),
    outcomes: rulesAt(client, `${venue}/outcomes`),
    latency: settingAt(client, `${venue}/latency`),
    faults: rulesAt(client, `${venue}/faults`),
    commitFaults: rulesAt(client, `${venue}/commit-faults`),
    breakpoints: breakpointsOf(client, venue),
    races: rulesAt(client, `${venue}/races`),
    streamFaults: rulesAt(client, `${venue}/stream-faults`),
    stream: settingAt(client, `${venue}/stream`),
    journal: journalAt(client, `${venue}/journal`),
    exportRecording: () => request('GET', `${venue}/recording`),
    playSteps: (steps) => request('POST', `${venue}/steps`, { steps }),
    readLogDigest: () => request('GET', `${venue}/log/digest`),
    restart: () => request('POST', `${venue}/restart`),
    takeOver: (how) => request('POST', `${venue}/takeover`, how),
    reset: () => request('POST', `${venue}/reset`),
  }
}

/** The path of a venue. */
export const pathOf = (name: string) => `/venues/${encodeURIComponent(name)}`
