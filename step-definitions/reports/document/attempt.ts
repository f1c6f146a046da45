import { notApplicable } from '../../support/profile.ts'
import { evidenceMediaType, transcriptName } from '../attachments.ts'
import type { Evidence, Failure } from '../evidence/evidence.ts'
import type { Attached, Played, RunRecord, StepResult } from '../run-record.ts'
import type { Status } from '../status.ts'

/** One time that a scenario was played. */
export interface Attempt {
  readonly status: Status
  readonly tookMs: number
  readonly steps: readonly StepPlayed[]
  readonly failures: readonly FailureResult[]
  readonly evidence: Evidence | undefined
  readonly attached: readonly Attachment[]
}

/** A step with its values. */
export interface StepPlayed {
  /** The step as it is written that it came of. */
  readonly id: string
  readonly text: string
  readonly status: StepResult['status']
}

/** What a step or a hook says, what came instead, and where in the code it was noticed. */
export interface FailureResult extends Failure {
  readonly stack: string
  /** Where what came is many things, each told by itself. */
  readonly complaints?: readonly string[]
}

/** Something that was attached: a text, or a picture. */
export interface Attachment {
  readonly name: string
  readonly mediaType: string
  readonly body: string
  readonly isBase64: boolean
}

export function attemptIn(played: Played, hooks: RunRecord['hooks']): Attempt {
  const evidence = evidenceIn(played.attached)
  const attached = played.attached.filter(isShown).map(attachmentOf)
  const steps = played.testCase.testSteps.map(({ id, pickleStepId, hookId }) => ({
    result: played.results.get(id),
    step: played.pickle.steps.find((step) => step.id === pickleStepId),
    hook: hooks.get(hookId ?? ''),
  }))
  const failures = steps.flatMap(({ result, step, hook }) =>
    result && isFailure(result) ? [failureResult(step?.text, hook ?? '', result, evidence)] : [],
  )
  const results = steps.flatMap(({ result }) => result ?? [])
  return {
    status: statusOf(results, attached),
    tookMs: played.endedAt - played.startedAt,
    steps: steps.flatMap(({ step, result }) =>
      step && result
        ? [{ id: step.astNodeIds[0] ?? '', text: step.text, status: result.status }]
        : [],
    ),
    failures,
    evidence,
    attached,
  }
}

function evidenceIn(attached: readonly Attached[]): Evidence | undefined {
  const found = attached.find(({ mediaType }) => mediaType === evidenceMediaType)
  return found && (JSON.parse(found.body) as Evidence)
}

const isShown = ({ mediaType, fileName }: Attached) =>
  mediaType !== evidenceMediaType && fileName !== transcriptName

const attachmentOf = ({ fileName, mediaType, body, contentEncoding }: Attached): Attachment => ({
  name: fileName ?? '',
  mediaType,
  body,
  isBase64: contentEncoding === 'BASE64',
})

/** A step may also be undefined, ambiguous or pending. */
const isFailure = ({ status }: StepResult) => status !== 'PASSED' && status !== 'SKIPPED'

function statusOf(results: readonly StepResult[], attached: readonly Attachment[]): Status {
  if (results.some(isFailure)) return 'failed'
  if (results.every(({ status }) => status === 'PASSED')) return 'passed'
  return attached.some(({ body }) => body.startsWith(notApplicable)) ? 'not applicable' : 'skipped'
}

/** What was thrown is known to the evidence where a step threw it, and where complaints did. */
function failureResult(
  step: string | undefined,
  hook: string,
  { status, message = '', exception }: StepResult,
  evidence: Evidence | undefined,
): FailureResult {
  const { failure, complaints = [] } = evidence ?? {}
  const stack = exception?.stackTrace ?? message
  if (failure && failure.step === step) return { ...failure, stack }
  const isComplaint = step === undefined && complaints.length > 0
  if (isComplaint) return { step: hook, message: '', stack: '', complaints }
  const said = exception?.message ?? message
  return { step: step ?? hook, message: said || `The step is ${status.toLowerCase()}.`, stack }
}
