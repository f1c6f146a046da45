import type { ErrorObject } from 'ajv/dist/2020.js'

/**
 * The relevant errors, at most five. A value that matches none of several alternatives has
 * errors for each; those for an alternative of another status are left out.
 */
export function relevantErrors(errors: ErrorObject[]): string[] {
  const otherAlternatives = errors
    .filter(
      ({ keyword, instancePath }) =>
        keyword === 'const' || (keyword === 'enum' && instancePath === '/orderStatus'),
    )
    .map(({ schemaPath }) => schemaPath.split('/properties/')[0])
  const relevant = errors.filter(
    ({ keyword, schemaPath }) =>
      keyword !== 'oneOf' &&
      keyword !== 'anyOf' &&
      !otherAlternatives.some((path) => path && schemaPath.startsWith(path)),
  )
  return (relevant.length > 0 ? relevant : errors)
    .slice(0, 5)
    .map(
      ({ instancePath, message, params }) =>
        `${instancePath || 'it'} ${message} ${JSON.stringify(params)}`,
    )
}
