import { noVerdictIn } from '../../support/no-verdict.ts'
import { evidenceMediaType, transcriptName } from '../attachments.ts'
import type { Evidence, Failure } from '../evidence/evidence.ts'
import type {
  CucumberAttachment,
  RecordedAttempt,
  RunRecord,
  TestStepResult,
} from '../run-record.ts'
import { isFailure, reasonOf, type Status, statusOf } from '../status.ts'

/** One attempt at a scenario, as the report shows it. */
export interface Attempt {
  readonly status: Status
  /** Why it has no verdict. */
  readonly reason: string | undefined
  readonly tookMs: number
  readonly steps: readonly ExecutedStep[]
  readonly failures: readonly FailureResult[]
  readonly evidence: Evidence | undefined
  readonly attached: readonly Attachment[]
}

/** A step with its values filled in. */
export interface ExecutedStep {
  /** The id of the step in the Gherkin document. */
  readonly id: string
  readonly text: string
  readonly status: TestStepResult['status']
}

/** A failed step or hook. */
export interface FailureResult extends Failure {
  /** Empty where no stack trace helps. */
  readonly stack: string
  /** Violations that no step checks, such as a reply that breaks the published schema. */
  readonly complaints?: readonly string[]
}

/** A text or a picture that a step attached. */
export interface Attachment {
  readonly name: string
  readonly mediaType: string
  readonly body: string
  readonly isBase64: boolean
}

export function attemptIn(recorded: RecordedAttempt, hooks: RunRecord['hooks']): Attempt {
  const { pickle, testCase, results, attached, startedAt, endedAt } = recorded
  const evidence = evidenceIn(attached)
  const executed = testCase.testSteps.flatMap(({ id, pickleStepId, hookId }) => {
    const result = results.get(id)
    const step = pickle.steps.find((one) => one.id === pickleStepId)
    return result ? [{ result, step, hook: hooks.get(hookId ?? '') ?? '' }] : []
  })
  return {
    status: statusOf(recorded),
    reason: reasonOf(recorded),
    tookMs: endedAt - startedAt,
    steps: executed.flatMap(({ step, result: { status } }) =>
      step ? [{ id: step.astNodeIds[0] ?? '', text: step.text, status }] : [],
    ),
    failures: executed
      .filter(({ result }) => isFailure(result))
      .map(({ result, step, hook }) => failureResult(step?.text, hook, result, evidence)),
    evidence,
    attached: attached.filter(isShown).map(attachmentOf),
  }
}

function evidenceIn(attached: readonly CucumberAttachment[]): Evidence | undefined {
  const found = attached.find(({ mediaType }) => mediaType === evidenceMediaType)
  return found && (JSON.parse(found.body) as Evidence)
}

const isShown = ({ mediaType, fileName, body }: CucumberAttachment) =>
  mediaType !== evidenceMediaType && fileName !== transcriptName && !noVerdictIn(body)

const attachmentOf = ({
  fileName,
  mediaType,
  body,
  contentEncoding,
}: CucumberAttachment): Attachment => ({
  name: fileName ?? '',
  mediaType,
  body,
  isBase64: contentEncoding === 'BASE64',
})

/** Prefers the failure in the evidence; a hook's failure becomes its complaints. */
function failureResult(
  step: string | undefined,
  hook: string,
  { status, message = '', exception }: TestStepResult,
  evidence: Evidence | undefined,
): FailureResult {
  const { failure, complaints = [] } = evidence ?? {}
  const stack = exception?.stackTrace ?? message
  if (failure && failure.step === step) return { ...failure, stack }
  const isComplaint = step === undefined && complaints.length > 0
  if (isComplaint) return { step: hook, message: '', stack: '', complaints }
  const text = exception?.message ?? message
  return { step: step ?? hook, message: text || `The step is ${status.toLowerCase()}.`, stack }
}
