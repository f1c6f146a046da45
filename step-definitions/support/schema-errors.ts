import type { ErrorObject } from 'ajv/dist/2020.js'

/**
 * The errors worth reading. A value that fits none of several shapes breaks each of them; those
 * that are about another status than the value has say nothing.
 */
export function relevantErrors(errors: ErrorObject[]): string[] {
  const otherShapes = errors
    .filter(
      ({ keyword, instancePath }) =>
        keyword === 'const' || (keyword === 'enum' && instancePath === '/orderStatus'),
    )
    .map(({ schemaPath }) => schemaPath.split('/properties/')[0])
  const told = errors.filter(
    ({ keyword, schemaPath }) =>
      keyword !== 'oneOf' &&
      keyword !== 'anyOf' &&
      !otherShapes.some((shape) => shape && schemaPath.startsWith(shape)),
  )
  return (told.length > 0 ? told : errors)
    .slice(0, 5)
    .map(
      ({ instancePath, message, params }) =>
        `${instancePath || 'it'} ${message} ${JSON.stringify(params)}`,
    )
}
