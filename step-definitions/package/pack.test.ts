import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import root from '../../package.json' with { type: 'json' }

const run = promisify(execFile)

/** The packages that a compiled file imports or requires. */
async function packagesIn(file: string): Promise<string[]> {
  const code = await readFile(file, 'utf8')
  return [...code.matchAll(/(?:from |import |import\(|\)\()'([\w@][^']*)'/g)]
    .map(([, name = '']) => name)
    .filter((name) => !isBuiltin(name))
    .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
}

describe('The package papertape-spec', { timeout: 120_000 }, () => {
  let project = ''
  let installed = ''
  let tarball = ''
  before(async () => {
    project = await mkdtemp(join(tmpdir(), 'papertape-spec-test-'))
    installed = join(project, 'node_modules/papertape-spec')
    await mkdir(installed, { recursive: true })
    await run(process.execPath, [fileURLToPath(new URL('pack.ts', import.meta.url)), project])
    const [file = ''] = (await readdir(project)).filter((name) => name.endsWith('.tgz'))
    tarball = join(project, file)
    // A relative path: some versions of tar take a drive letter for a host.
    await run('tar', ['-xzf', join('../..', file), '--strip-components=1'], { cwd: installed })
    for (const name of Object.keys((await packageJson()).dependencies)) {
      const place = join(project, 'node_modules', name)
      await mkdir(dirname(place), { recursive: true })
      await symlink(resolve('node_modules', name), place, 'junction')
    }
  })
  after(() => rm(project, { recursive: true }))

  const packageJson = async () =>
    JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
  const compiled = () =>
    globSync('**/*.js', { cwd: installed }).map((file) => join(installed, file))

  it('depends on what it imports, in the versions of the project', async () => {
    const imported = new Set((await Promise.all(compiled().map(packagesIn))).flat())
    const { version, dependencies } = await packageJson()
    assert.deepEqual(Object.keys(dependencies), [...imported].toSorted())
    const versions: Record<string, string> = { ...root.dependencies, ...root.devDependencies }
    for (const name of imported) assert.equal(dependencies[name], versions[name], name)
    assert.equal(version, root.version)
  })

  it('has no file that names a TypeScript module, and none of the platform', async () => {
    for (const file of compiled()) {
      assert.doesNotMatch(
        await readFile(file, 'utf8'),
        /'\.{1,2}\/(?!.*api\/server)[^']*\.ts'/,
        file,
      )
    }
    assert.deepEqual(globSync('{api,engine}', { cwd: installed }), [])
  })

  it('is small', async () => {
    const sizes = globSync('**/*.*', { cwd: installed }).map(async (file) => {
      const found = await stat(join(installed, file))
      return found.isFile() ? found.size : 0
    })
    const unpacked = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    const packed = (await stat(tarball)).size
    assert.ok(packed <= 260_000, `packed: ${packed} bytes, at most 260000: see what pack.ts copies`)
    assert.ok(unpacked <= 900_000, `unpacked: ${unpacked} bytes, at most 900000`)
  })

  it('judges a server, and writes the reports into the current folder', async () => {
    const { PATH } = process.env
    const delays = { LATENCY_MS: '0', EXECUTION_DELAY_MS: '300-400' }
    const script = fileURLToPath(new URL('../dialects/minimal-server.ts', import.meta.url))
    const server = spawn(process.execPath, [script], {
      env: { PATH, PORT: '0', ...delays },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    after(() => server.kill())
    const [address] = await once(createInterface(server.stdout), 'line')

    const command = fileURLToPath(new URL('../../api/cli/bin.ts', import.meta.url))
    /** The exit code and the output of `papertape spec`. */
    const judged = (...options: string[]) =>
      run(process.execPath, [command, 'spec', address, ...options], {
        cwd: project,
        env: {
          PATH,
          DIALECT: 'node_modules/papertape-spec/step-definitions/dialects/minimal-server.json',
          ...delays,
        },
      }).then(
        ({ stdout }) => ({ code: 0, stdout }),
        ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
      )

    const kept = await judged('--name', 'An order that is EXECUTED')
    assert.match(kept.stdout, /^\d+ scenarios: [1-9]\d* passed, \d+ not claimed in /m)
    assert.equal(kept.code, 0)
    assert.ok((await readdir(join(project, 'reports'))).includes('specification.html'))

    const broken = await judged(...['--profile', 'core,past', '--name', 'The trillionth change'])
    assert.match(broken.stdout, /^\d+ scenarios?: .*[1-9]\d* failed/m)
    assert.equal(broken.code, 1)
  })
})
