import { getPath } from 'hono/utils/url'
import { urlOf } from '../http/request-fault.ts'

/** How paths are mostly written: no letter of it can be read otherwise. */
const isPlain = /^\/[\w/-]*$/

/** The path that a target leads to, however it is spelt: as the app reads it. */
export function pathOf(target: string): string {
  const path = target.split('?', 1)[0] as string
  return isPlain.test(path) ? path : getPath(new Request(urlOf({ url: target })))
}
