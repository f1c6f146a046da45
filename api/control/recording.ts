import packageJson from '../../package.json' with { type: 'json' }
import { pathOf } from '../contract/request-target.ts'
import { perEndpoint } from '../faults/latencies.ts'
import { jsonReply } from '../http/openapi-parts.ts'
import { reply } from '../http/reply.ts'
import type { JournalEntry } from '../journal/entries.ts'
import type { Journal } from '../journal/journal.ts'
import { redactBytes, redactHeaders, redactText } from '../journal/redaction.ts'
import { type SentBody, textOf } from '../journal/sent-body.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import { instantView } from '../views/instant-view.ts'
import { delayView, endpointDelaysView } from './delay-view.ts'
import { parseInstant } from './instant-contract.ts'
import { journalOf } from './journal.ts'
import { bodyView } from './journal-view.ts'
import { mapInTurns } from './map-in-turns.ts'
import { type AddOperation, describeOperation, ownVenueParam } from './operation.ts'
import { Method, type RecordedStep, Recording, recordingExample } from './recording-contract.ts'

const exportRecording = describeOperation({
  tag: 'Journal',
  method: 'get',
  path: '/venues/{venue}/recording',
  operationId: 'exportRecording',
  summary: 'Export a recording',
  description:
    'Exports the run of a venue from its journal: the requests to its order endpoints, the control requests that changed it, and their times. Save it to a file and run `npm run replay FILE`: this replays the recording into a new venue with a held clock and compares the logs. Use it to reproduce a failure. Secrets are shown as `(redacted)`, as in the journal.',
  request: { params: ownVenueParam },
  replies: { 200: jsonReply('The recording up to now.', Recording, recordingExample) },
  problems: ['NO_JOURNAL'],
})

/** Adds the route that exports a recording. */
export function addRecording(add: AddOperation): void {
  add(exportRecording, async (c) => {
    const journal = journalOf(c)
    if (journal instanceof Response) return journal
    return reply(c, 200, await recordingOf(c.get('hosted'), journal))
  })
}

async function recordingOf(hosted: HostedVenue, journal: Journal): Promise<Recording> {
  const { name, options, time, venue } = hosted
  const digests = venue.digest()
  // Copied before the first await, so that digests and steps belong to the same moment.
  const entries = Array.from(journal.after(0), (entry) => ({ ...entry }))
  const head = {
    recording: 1 as const,
    papertape: packageJson.version,
    venue: name,
    seed: options.seed,
    clock: time.mode,
    latencyMs: endpointDelaysView(perEndpoint(options.latency)),
    executionDelayMs: delayView(options.executionDelay),
    since: instantView(journal.since),
    until: instantView(time.clock.now()),
  }
  const { isComplete } = journal
  const replayed = await mapInTurns(entries, (entry) => {
    const steps = stepsOf(entry)
    return { steps, isWhole: steps.length === 0 || isWhole(entry) }
  })
  return {
    ...head,
    isComplete: isComplete && replayed.every((entry) => entry.isWhole),
    steps: replayed.flatMap(({ steps }) => steps),
    digests: await digests,
  }
}

/** Statuses of requests rejected before they act. */
const rejections: ReadonlySet<number | undefined> = new Set([400, 404, 405, 413, 415])

/** Whether redaction hides nothing that a replay needs. */
function isWhole(entry: JournalEntry): boolean {
  const { target, method, headers, body, reply } = entry
  if (rejections.has(reply?.status)) return true
  const type = headers['content-type'] ?? ''
  const isRead = method === 'POST' || method === 'PUT' || method === 'PATCH'
  return (
    [target, type].every((text) => redactText(text) === text) && (!isRead || isShownWhole(body))
  )
}

const isShownWhole = (body: SentBody = '') =>
  typeof body === 'string' ? redactText(body) === body : redactBytes(body).equals(body)

/** The steps that replay an entry: none for a read or a refused control request. */
export function stepsOf(entry: JournalEntry): RecordedStep[] {
  const { kind, target, body } = entry
  const method = Method.safeParse(entry.method).data
  if (method === undefined) return []
  const path = pathOf(target)
  const sent = { at: instantView(entry.at), method, ...bodyView(body) }
  if (kind === 'control') return stepsOfControl(entry, path.replace(/^\/venues\/[^/]+/, ''), sent)
  if (!/^\/orders(?:\/|$)/.test(path)) return []
  const headers = replayedHeaders(entry)
  const status = entry.reply && { status: entry.reply.status }
  return [{ by: 'client', ...sent, target: redactText(target), headers, ...status }]
}

type SentRequest = Pick<RecordedStep & { by: 'control' }, 'at' | 'method' | 'body' | 'bodyEncoding'>

/** The same for a control request; `target` is the path below that of the venue. */
function stepsOfControl(entry: JournalEntry, target: string, sent: SentRequest): RecordedStep[] {
  if ((entry.reply?.status ?? 0) >= 400) return []
  if (target !== '/clock/advance') return [{ by: 'control', ...sent, target }]
  return hasAdvanced(entry) ? [{ by: 'clock', at: sent.at }] : []
}

/**
 * Whether an advance took effect. One to a past instant did not: it did not even run what was due at
 * the current instant.
 */
function hasAdvanced({ at, body = '{}' }: JournalEntry): boolean {
  const { to }: { to?: string } = JSON.parse(textOf(body))
  return to === undefined || parseInstant(to) >= at
}

/** Drops an `Outcome` header that the venue ignored: a replay always applies it. */
function replayedHeaders({ headers, appliesOutcome }: JournalEntry): Record<string, string> {
  const { outcome, ...others } = redactHeaders(headers)
  return outcome !== undefined && appliesOutcome ? { ...others, outcome } : others
}
