import { evidenceMediaType } from '../attachments.ts'
import type { Evidence } from '../evidence/evidence.ts'
import {
  type CucumberAttachment,
  type Message,
  RunRecord,
  type TestStepResult,
} from '../run-record.ts'

const location = { line: 1 }
const named = { location, tags: [], description: '' }

const step = (id: string, keyword: string, text: string) => ({ id, keyword, text, location })
const row = (id: string, line: number, ...values: string[]) => ({
  id,
  location: { line },
  cells: values.map((value) => ({ location, value })),
})

const venueIsOpen = step('venue-is-open', 'Given ', 'the venue is open')
const hasOrder = step('has-order', 'Given ', 'Alice has a PENDING order')
const cancels = step('cancels', 'When ', 'she cancels it')
const outlined = step('outlined', 'When ', 'she cancels the <status> one')

const example = {
  ...named,
  id: 'example',
  keyword: 'Example',
  name: 'A pending one',
  steps: [cancels],
  examples: [],
}

const outline = {
  ...named,
  id: 'outline',
  keyword: 'Scenario Outline',
  name: 'An <status> one',
  steps: [outlined],
  examples: [
    {
      ...named,
      id: 'table',
      keyword: 'Examples',
      name: 'ended',
      tableHeader: row('header', 20, 'status'),
      tableBody: [row('executed', 21, 'EXECUTED'), row('cancelled', 22, 'CANCELLED')],
    },
  ],
}

const background = { ...named, keyword: 'Background', name: '' }

const feature = {
  ...named,
  tags: [{ id: 'tag', name: '@core', location }],
  language: 'en',
  keyword: 'Feature',
  name: 'Cancelling an order',
  description: '  A trader may change their mind.',
  children: [
    { background: { ...background, id: 'for-all', steps: [venueIsOpen] } },
    { scenario: { ...example, id: 'ruleless', name: 'One outside any rule' } },
    {
      rule: {
        ...named,
        id: 'rule',
        keyword: 'Rule',
        name: 'An order can be cancelled only while it is PENDING',
        children: [
          { background: { ...background, id: 'for-rule', steps: [hasOrder] } },
          { scenario: example },
          { scenario: outline },
        ],
      },
    },
  ],
}

/** The messages before the first attempt, about a feature that has one of everything. */
const preamble: Message[] = [
  { gherkinDocument: { uri: 'features/cancelling-an-order.feature', feature, comments: [] } },
  { hook: { id: 'before', name: 'open the trading floor', sourceReference: {} } },
  { hook: { id: 'after', name: 'no refusal is ignored', sourceReference: {} } },
]

/** The Gherkin nodes of a scenario, and its last step. */
const scenarios = {
  ruleless: [['ruleless'], cancels],
  example: [['example'], cancels],
  executed: [['outline', 'executed'], outlined],
  cancelled: [['outline', 'cancelled'], outlined],
} as const

type Result = Partial<Omit<TestStepResult, 'status'>> & {
  readonly status: `${TestStepResult['status']}`
}

/** One attempt at a scenario. */
export interface PlannedAttempt {
  readonly scenario: keyof typeof scenarios
  /** The results of the hook before, the steps and the hook after; they pass by default. */
  readonly results?: { readonly [step in 'before' | 'background' | 'own' | 'after']?: Result }
  readonly attached?: readonly (Pick<CucumberAttachment, 'mediaType' | 'body'> & {
    readonly fileName?: string
  })[]
}

const none = { first: [], omitted: 0 }

/** Evidence as a scenario attaches it. */
export const attachedEvidence = (evidence: Partial<Evidence>) => ({
  mediaType: evidenceMediaType,
  body: JSON.stringify({
    complaints: [],
    timeline: [],
    requests: none,
    streams: none,
    ...evidence,
  }),
})

/** The record of a run with these attempts. */
export function recordOf(...attempts: PlannedAttempt[]): RunRecord {
  const record = new RunRecord()
  for (const message of [...preamble, ...attempts.flatMap(messagesOf)]) record.take(message)
  return record
}

function messagesOf(
  { scenario, results = {}, attached = [] }: PlannedAttempt,
  index: number,
): Message[] {
  const [nodes, last] = scenarios[scenario]
  const row = nodes.slice(1)
  const passed = { status: 'PASSED', duration: { seconds: 0, nanos: 0 } }
  const id = `${scenario}-${index}`
  const steps = { background: hasOrder, own: last }
  const testSteps = [
    { id: 'before', hookId: 'before' },
    { id: 'background', pickleStepId: 'background' },
    { id: 'own', pickleStepId: 'own' },
    { id: 'after', hookId: 'after' },
  ]
  const pickleSteps = Object.entries(steps).map(([id, { id: node, text }]) => ({
    id,
    text: text.replace('<status>', scenario.toUpperCase()),
    astNodeIds: [node, ...row],
  }))
  const timestamp = { seconds: 10, nanos: 0 }
  const shared = { language: 'en', uri: '', tags: [], name: scenario }
  return [
    { pickle: { ...shared, id: `pickle-${id}`, astNodeIds: nodes, steps: pickleSteps } },
    { testCase: { id: `case-${id}`, pickleId: `pickle-${id}`, testSteps } },
    { testCaseStarted: { id, testCaseId: `case-${id}`, attempt: 0, timestamp } },
    ...attached.map((one) => ({
      attachment: { contentEncoding: 'IDENTITY', testCaseStartedId: id, ...one },
    })),
    ...testSteps.map(({ id: testStepId }) => ({
      testStepFinished: {
        testCaseStartedId: id,
        testStepId,
        testStepResult: { ...passed, ...results[testStepId as keyof typeof results] },
        timestamp,
      },
    })),
    {
      testCaseFinished: {
        testCaseStartedId: id,
        timestamp: { seconds: 11, nanos: 500_000_000 },
        willBeRetried: false,
      },
    },
  ] as Message[]
}
