import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'

/** The folders of api/, from the ground up. Folders on the same level are in the same list. */
const levels = [
  ['stores'],
  ['contract'],
  ['faults'],
  ['journal'],
  ['views'],
  ['broadcast'],
  ['venues'],
  ['http'],
  ['description'],
  ['console'],
  ['rest', 'stream', 'control'],
  ['control-client'],
  ['server'],
  ['cluster'],
]
const folders = levels.flat()
const levelOf = (folder: string) => levels.findIndex((level) => level.includes(folder))

describe('The linter', { timeout: 60_000 }, () => {
  let project = ''
  before(async () => {
    project = await mkdtemp(join(tmpdir(), 'papertape-folders-'))
    for (const file of ['.biome.json', '.biome.folders.json']) await cp(file, join(project, file))
    for (const folder of folders) {
      const imports = folders.map((other) => `import '../${other}/file.ts'\n`)
      await mkdir(join(project, 'api', folder), { recursive: true })
      await writeFile(join(project, 'api', folder, 'file.ts'), imports.join(''))
    }
  })
  after(() => rm(project, { recursive: true }))

  test('reports every import from a folder above or beside, and no other', async () => {
    const reports = await lint(project)

    assert.deepEqual(
      reports.map(({ file, line }) => `${folderOf(file)} <- ${folders[line - 1]}`).toSorted(),
      folders
        .flatMap((folder) =>
          folders
            .filter((other) => isForbidden(folder, other))
            .map((other) => `${folder} <- ${other}`),
        )
        .toSorted(),
    )
    assert.ok(reports.some(({ message }) => message.endsWith('A venue knows no HTTP.')))
  })
})

const isForbidden = (folder: string, other: string) =>
  other !== folder && levelOf(other) >= levelOf(folder)

const folderOf = (file: string) => basename(dirname(file))

/** The errors that the linter reports as annotations for GitHub; it exits with 1 when there are any. */
async function lint(cwd: string) {
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')
  const options = [
    'lint',
    '--only=style/noRestrictedImports',
    '--vcs-enabled=false',
    '--reporter=github',
    '--max-diagnostics=none',
    '.',
  ]
  const { stdout } = await promisify(execFile)(process.execPath, [biome, ...options], {
    cwd,
  }).catch((failure: { stdout: string }) => failure)
  return [...stdout.matchAll(/file=(.*?),line=(\d+),.*?::(.*)/g)].map(
    ([, file = '', line, message = '']) => ({
      file,
      line: Number(line),
      message,
    }),
  )
}
