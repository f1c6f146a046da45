import type { Attachment, Attempt } from './document/attempt.ts'
import { failureText } from './document/failure-text.ts'
import type { FeatureResult, WrittenStep } from './document/model.ts'
import { type Case, casesIn, decidingAttempt, failuresFirst } from './document/scenarios.ts'

/** A feature in cucumber's JSON format, as far as the reports of this project and others read it. */
export interface JsonFeature {
  readonly keyword: 'Feature'
  readonly id: string
  readonly uri: string
  readonly name: string
  readonly description: string
  readonly tags: readonly JsonTag[]
  readonly elements: readonly JsonScenario[]
}

export interface JsonScenario {
  readonly type: 'scenario'
  readonly id: string
  readonly keyword: string
  readonly name: string
  readonly description: string
  readonly line: number
  readonly tags: readonly JsonTag[]
  readonly steps: readonly JsonStep[]
}

type JsonTag = { readonly name: string }

export interface JsonStep {
  readonly keyword: string
  readonly name: string
  /** The duration is in nanoseconds. */
  readonly result: {
    readonly status: string
    readonly duration?: number
    readonly error_message?: string
  }
  readonly arguments?: readonly {
    readonly rows: readonly { readonly cells: readonly string[] }[]
  }[]
  readonly doc_string?: { readonly value: string }
  readonly embeddings?: readonly JsonEmbedding[]
}

type JsonEmbedding = { readonly mime_type: string; readonly name: string; readonly data: string }

/** These scenarios in cucumber's JSON format, by feature, failures first. */
export function cucumberJsonOf(
  features: readonly FeatureResult[],
  isIncluded: (one: Case) => boolean = ({ attempts }) => attempts.length > 0,
): JsonFeature[] {
  return failuresFirst(features)
    .map((feature) => ({
      keyword: 'Feature' as const,
      id: feature.slug,
      uri: feature.uri,
      name: feature.name,
      description: feature.prose.trim(),
      tags: tagsOf(feature.tags),
      elements: failuresFirst(casesIn([feature]))
        .filter(isIncluded)
        .map(scenarioOf),
    }))
    .filter(({ elements }) => elements.length > 0)
}

function scenarioOf(one: Case): JsonScenario {
  const { feature, rule, scenario, name, anchor, place } = one
  const attempt = decidingAttempt(one)
  const written = [...feature.background, ...rule.background, ...scenario.steps]
  return {
    type: 'scenario',
    id: anchor,
    keyword: scenario.keyword,
    name,
    description: rule.name,
    line: Number(place.split(':').at(-1)),
    tags: tagsOf([...feature.tags, ...rule.tags, ...scenario.tags]),
    steps: attempt ? stepsOf(attempt, written) : [],
  }
}

/**
 * The steps, then a step for each hook that failed, and one for what was attached. Why a scenario
 * has no verdict is the error message of its first skipped step.
 */
function stepsOf(attempt: Attempt, written: readonly WrittenStep[]): JsonStep[] {
  const texts = new Set(attempt.steps.map(({ text }) => text))
  const unjudged = attempt.steps.find(({ status }) => status === 'SKIPPED')
  const steps = attempt.steps.map((executed): JsonStep => {
    const { id, text, status, tookMs } = executed
    const { keyword = '', table = [], docString } = written.find((step) => step.id === id) ?? {}
    const failure = attempt.failures.find(({ step }) => step === text)
    const message = status === 'FAILED' ? failure && failureText(failure) : attempt.reason
    const isTold = status === 'FAILED' || executed === unjudged
    return {
      keyword: `${keyword} `,
      name: text,
      result: resultOf(status, tookMs, isTold ? message : undefined),
      ...(table.length > 0 && { arguments: [{ rows: table.map((cells) => ({ cells })) }] }),
      ...(docString !== undefined && { doc_string: { value: docString } }),
    }
  })
  const hooks = attempt.failures
    .filter(({ step }) => !texts.has(step))
    .map(
      (failure): JsonStep => ({
        keyword: 'After ',
        name: failure.step,
        result: resultOf('FAILED', 0, failureText(failure)),
      }),
    )
  return [...steps, ...hooks, ...attempt.attached.map(attachedAs)]
}

const resultOf = (status: string, tookMs: number, message?: string) => ({
  status: status.toLowerCase(),
  duration: Math.round(tookMs * 1e6),
  ...(message !== undefined && { error_message: message }),
})

/** A text is shown in place; multiple-cucumber-html-reporter would show it escaped twice. */
function attachedAs({ name, mediaType, body, isBase64 }: Attachment): JsonStep {
  const isImage = mediaType.startsWith('image/')
  const data = isBase64 ? body : Buffer.from(body).toString('base64')
  const text = isBase64 ? Buffer.from(body, 'base64').toString() : body
  return {
    keyword: 'Attached ',
    name,
    result: { status: 'passed' },
    ...(isImage
      ? { embeddings: [{ mime_type: mediaType, name, data }] }
      : { doc_string: { value: text } }),
  }
}

const tagsOf = (tags: readonly string[]): JsonTag[] => tags.map((name) => ({ name }))
