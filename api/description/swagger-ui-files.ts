import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The files that the page of Swagger UI loads. */
export const loadedFiles = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const

/** Files that the licence requires with every copy. */
export const notices = ['LICENSE', 'NOTICE', 'swagger-ui-bundle.js.LICENSE.txt'] as const

/** The name of the folder, beside this module, that copies stand in. */
export const copies = 'swagger-ui-dist'

/**
 * Where those files are: copies beside this module, as in the package and in the image, or else the
 * development dependency. That is no runtime dependency because it brings an install script.
 */
export function swaggerUiFolder(): string {
  const beside = fileURLToPath(new URL(copies, import.meta.url))
  if (existsSync(beside)) return beside
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
}
