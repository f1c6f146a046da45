import type { ErrorObject } from 'ajv/dist/2020.js'

/** What is wrong with a dialect, for the person who writes it: where, what, and what is allowed. */
export function errorsToFix(errors: readonly ErrorObject[]): string[] {
  return [...new Set(errors.map((error) => `${error.instancePath || '/'}: ${faultIn(error)}`))]
}

function faultIn({ keyword, params, parentSchema, data, message }: ErrorObject): string {
  const { properties, examples, description } = (parentSchema ?? {}) as Described
  switch (keyword) {
    case 'additionalProperties':
      return `there is no "${params.additionalProperty}" here, but ${listed(Object.keys(properties ?? {}))}`
    case 'enum':
      return `${JSON.stringify(data)} must be ${listed(params.allowedValues)}`
    case 'type':
      return `${JSON.stringify(data)} must be ${[params.type].flat().join(' or ')}`
    case 'pattern':
      return `${JSON.stringify(data)} must be like ${listed(examples ?? [])}. ${description ?? ''}`.trim()
    default:
      return `it ${message}`
  }
}

interface Described {
  readonly properties?: object
  readonly examples?: readonly unknown[]
  readonly description?: string
}

const listed = (values: readonly unknown[]) =>
  values.map((value) => JSON.stringify(value)).join(', ')
