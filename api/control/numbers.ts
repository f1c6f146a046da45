import { z } from '@hono/zod-openapi'

/** The schema of a whole number in a request, of a unit such as seconds. */
export function wholeNumber(min: number, max: number, unit?: string) {
  const error = `must be a whole number ${unit ? `of ${unit} ` : ''}from ${min} to ${max}`
  return z.int({ error }).min(min, { error }).max(max, { error })
}

/** The schema of a count or a position in a reply. */
export const count = (description: string) => z.int().min(0).openapi({ description })
