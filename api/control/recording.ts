import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import packageJson from '../../package.json' with { type: 'json' }
import { pathOf } from '../contract/request-target.ts'
import { perEndpoint } from '../faults/latencies.ts'
import { everyReply } from '../http/openapi-parts.ts'
import { problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import type { RequestEntry } from '../journal/entries.ts'
import type { Journal } from '../journal/journal.ts'
import { shownHeaders, shownText } from '../journal/redaction.ts'
import { textOf } from '../journal/sent-body.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import type { Venues } from '../venues/venues.ts'
import { instantView } from '../views/instant-view.ts'
import { delayView, endpointDelaysView } from './delay-view.ts'
import { parseInstant } from './instant-contract.ts'
import { journalOf } from './journal.ts'
import { bodyView } from './journal-view.ts'
import { namedVenue, ownVenueParam, rejectAnyQuery } from './named-venue.ts'
import { Method, type RecordedStep, Recording, recordingExample } from './recording-contract.ts'

const exportRecording = createRoute({
  method: 'get',
  path: '/venues/{venue}/recording',
  operationId: 'exportRecording',
  summary: 'Export the run of a venue',
  description:
    'Everything that was done to the venue from outside, from its journal: requests to the order endpoints and acts of control, with their times. `npm run replay FILE` plays it into a fresh held venue and compares the logs. Secrets are left out: the value of each is `(redacted)`.',
  tags: ['Journal'],
  request: { params: ownVenueParam },
  responses: {
    200: {
      description: 'The run up to now.',
      headers: everyReply,
      content: { 'application/json': { schema: Recording, example: recordingExample } },
    },
    ...problemResponses('/venues/main/recording', 'UNAUTHORIZED', 'NO_JOURNAL'),
  },
})

/** Adds the export of a venue's run. */
export function addRecording(app: OpenAPIHono<ApiEnv>, venues: Venues): void {
  app.openapi(
    { ...exportRecording, middleware: [namedVenue(venues), rejectAnyQuery] },
    async (c) => {
      const journal = journalOf(c)
      return journal instanceof Response
        ? journal
        : reply(c, 200, await recordingOf(c.get('hosted'), journal))
    },
  )
}

/** The run of a venue up to now. */
async function recordingOf(hosted: HostedVenue, journal: Journal): Promise<Recording> {
  const { name, options, time, venue } = hosted
  const told = venue.digest()
  // Before anything is waited for, so that both tell of the same moment.
  const recording = {
    recording: 1 as const,
    papertape: packageJson.version,
    venue: name,
    seed: options.seed,
    clock: time.mode,
    latencyMs: endpointDelaysView(perEndpoint(options.latency)),
    executionDelayMs: delayView(options.executionDelay),
    since: instantView(journal.since),
    until: instantView(time.clock.now()),
    isComplete: journal.isComplete,
    steps: [...journal.after(0)].flatMap(stepsOf),
  }
  return { ...recording, told: await told }
}

/** What has to be done again for an entry: nothing for what only looks, or was refused control. */
export function stepsOf(entry: RequestEntry): RecordedStep[] {
  const { kind, target, body } = entry
  const method = Method.safeParse(entry.method).data
  if (method === undefined) return []
  const path = pathOf(target)
  const asked = {
    at: instantView(entry.at),
    method,
    ...bodyView(body),
  }
  if (kind === 'control') return stepsOfControl(entry, path.replace(/^\/venues\/[^/]+/, ''), asked)
  if (!/^\/orders(?:\/|$)/.test(path)) return []
  const { status } = entry.reply ?? {}
  const headers = heededHeaders(entry)
  const shown = shownText(target)
  return [
    { by: 'client', ...asked, target: shown, headers, ...(status !== undefined && { status }) },
  ]
}

type Asked = Pick<RecordedStep & { by: 'control' }, 'at' | 'method' | 'body' | 'bodyEncoding'>

/** The same for an act of control; `target` is the path below that of the venue. */
function stepsOfControl(entry: RequestEntry, target: string, asked: Asked): RecordedStep[] {
  if ((entry.reply?.status ?? 0) >= 400) return []
  if (target !== '/clock/advance') return [{ by: 'control', ...asked, target }]
  return hasMoved(entry) ? [{ by: 'clock', at: asked.at }] : []
}

/** A move to an instant that had passed let nothing happen, not even what was due at that very time. */
function hasMoved({ at, body = '{}' }: RequestEntry): boolean {
  const { to }: { to?: string } = JSON.parse(textOf(body))
  return to === undefined || parseInstant(to) >= at
}

/** A replay heeds the header Outcome wherever it finds it. */
function heededHeaders({ headers, heedsOutcome }: RequestEntry): Record<string, string> {
  const { outcome, ...others } = shownHeaders(headers)
  return outcome !== undefined && heedsOutcome ? { ...others, outcome } : others
}
