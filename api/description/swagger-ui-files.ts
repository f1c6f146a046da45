import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The files that the Swagger UI page loads. */
export const loadedFiles = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const

/** The files that the licence requires in every copy. */
export const notices = ['LICENSE', 'NOTICE', 'swagger-ui-bundle.js.LICENSE.txt'] as const

/** The folder next to this module that holds copies. */
export const copies = 'swagger-ui-dist'

/**
 * The folder of these files: copies next to this module, as in the package and the image, or else the
 * development dependency. It is not a runtime dependency, because it has an install script.
 */
export function swaggerUiFolder(): string {
  const beside = fileURLToPath(new URL(copies, import.meta.url))
  if (existsSync(beside)) return beside
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
}
