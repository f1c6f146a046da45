import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'

/** The rooms of api/, from the ground up. Rooms on the same level are in the same list. */
const levels = [
  ['contract'],
  ['faults'],
  ['journal'],
  ['views'],
  ['broadcast'],
  ['venues'],
  ['http'],
  ['description'],
  ['rest', 'stream', 'control'],
  ['server'],
]
const rooms = levels.flat()
const levelOf = (room: string) => levels.findIndex((level) => level.includes(room))

describe('The linter', { timeout: 60_000 }, () => {
  let project = ''
  before(async () => {
    project = await mkdtemp(join(tmpdir(), 'papertape-rooms-'))
    for (const file of ['.biome.json', '.biome.rooms.json']) await cp(file, join(project, file))
    for (const room of rooms) {
      const imports = rooms.map((other) => `import '../${other}/file.ts'\n`)
      await mkdir(join(project, 'api', room), { recursive: true })
      await writeFile(join(project, 'api', room, 'file.ts'), imports.join(''))
    }
  })
  after(() => rm(project, { recursive: true }))

  test('reports every import from a room above or beside, and no other', async () => {
    const reports = await lint(project)

    assert.deepEqual(
      reports.map(({ file, line }) => `${roomOf(file)} <- ${rooms[line - 1]}`).toSorted(),
      rooms
        .flatMap((room) =>
          rooms.filter((other) => isForbidden(room, other)).map((other) => `${room} <- ${other}`),
        )
        .toSorted(),
    )
    assert.ok(reports.some(({ message }) => message.endsWith('A venue knows no HTTP.')))
  })
})

const isForbidden = (room: string, other: string) =>
  other !== room && levelOf(other) >= levelOf(room)

const roomOf = (file: string) => basename(dirname(file))

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
