/** `node copy-swagger-ui.ts FOLDER`: copies Swagger UI into the package. The compiler does not. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copies, loadedFiles, notices, swaggerUiFolder } from './swagger-ui-files.ts'

const [, , folder] = process.argv
if (folder === undefined) throw new Error('Usage: node copy-swagger-ui.ts FOLDER')

const ours = fileURLToPath(new URL('.', import.meta.url))
cpSync(join(ours, 'swagger-ui-start.js'), join(folder, 'swagger-ui-start.js'))
for (const file of [...loadedFiles, ...notices]) {
  cpSync(join(swaggerUiFolder(), file), join(folder, copies, file))
}
