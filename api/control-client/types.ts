/** The types of drafts and replies that the package exports. */
export type { Health, Order, OrderEvent, Problem, Ticket } from '../contract/orders.ts'
export type { Breakpoint, BreakpointDraft, HeldRequest } from '../control/breakpoints.ts'
export type { CommitFaultRule, CommitFaultRuleDraft } from '../control/commit-faults.ts'
export type {
  AdvanceDraft,
  Advanced,
  ClockDraft,
  ClockState,
  VenueDraft,
  VenueState,
} from '../control/control-contract.ts'
export type {
  Delay,
  EndpointDelays,
  LatencyDraft,
  LatencyState,
} from '../control/delay-contract.ts'
export type { FaultRule, FaultRuleDraft } from '../control/faults.ts'
export type { Frame } from '../control/frame-contract.ts'
export type { JournalCount, JournalEntry } from '../control/journal-contract.ts'
export type { LogDigest } from '../control/log-digest.ts'
export type { OrderPlan } from '../control/order-plan.ts'
export type { CancelDraft, ReleaseDraft } from '../control/orders.ts'
export type { OutcomeRule, OutcomeRuleDraft } from '../control/outcome-rules.ts'
export type { PlatformState } from '../control/platform.ts'
export type { Race, RaceDraft } from '../control/races.ts'
export type { RecordedStep, Recording } from '../control/recording-contract.ts'
export type { StreamState } from '../control/stream-delay.ts'
export type { StreamFaultRule, StreamFaultRuleDraft } from '../control/stream-faults.ts'
export type { TakeoverDraft } from '../control/takeover.ts'
export type { MessageWhy, Why, WhyRule } from '../control/why-contract.ts'
export type { BreakpointControl } from './breakpoint-control.ts'
export type { ClockControl } from './clock-control.ts'
export type { CountFilter, FrameFilter, JournalControl, JournalFilter } from './journal-control.ts'
export type { OpenedVenue, PlatformControl } from './platform-control.ts'
export type { RuleControl, SettingControl } from './shapes.ts'
export type { VenueControl } from './venue-control.ts'
