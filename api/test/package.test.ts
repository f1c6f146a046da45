import assert from 'node:assert/strict'
import { exec, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import packageJson from '../../package.json' with { type: 'json' }
import { createSimulator } from '../simulator.ts'
import { docExamples } from './support/doc-examples.ts'
import { readmeExample } from './support/readme-example.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

/** The parts of the lockfile that are checked. */
interface Lock {
  readonly packages: Readonly<
    Record<string, { dev?: boolean; hasInstallScript?: boolean; deprecated?: string }>
  >
}

/**
 * Installs the package that npm packs, with only its runtime dependencies, in a new project. Resolves with
 * the packed file.
 */
async function install(project: string): Promise<Buffer<ArrayBuffer>> {
  const installed = join(project, 'node_modules', 'papertape')
  await mkdir(installed, { recursive: true })
  // In a shell, because npm is a shell script on Windows.
  await promisify(exec)(`npm pack --pack-destination "${project}"`, { cwd: root })
  const tarball = (await readdir(project)).find((file) => file.endsWith('.tgz')) as string
  // A relative path: some versions of tar take a drive letter for a host.
  await run('tar', ['-xzf', join('..', '..', tarball), '--strip-components=1'], { cwd: installed })
  for (const name of Object.keys(packageJson.dependencies)) {
    const place = join(project, 'node_modules', name)
    await mkdir(dirname(place), { recursive: true })
    await symlink(join(root, 'node_modules', name), place, 'junction')
  }
  return readFile(join(project, tarball))
}

describe('The package, installed in another project,', { timeout: 60_000 }, () => {
  let project = ''
  let tarball: Buffer<ArrayBuffer>
  before(async () => {
    project = await mkdtemp(join(tmpdir(), 'papertape-'))
    tarball = await install(project)
  })
  after(() => rm(project, { recursive: true }))

  test('runs the example in the README, and the process ends by itself', async () => {
    await writeFile(join(project, 'example.test.mjs'), await readmeExample())

    const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap'], inProject())
    assert.match(stdout, /^# pass 3$/m)
  })

  test('runs the example of the client', async () => {
    await writeFile(join(project, 'client.mjs'), await readmeExample('client'))

    await run(process.execPath, ['client.mjs'], inProject())
  })

  test('has a client that loads neither the platform nor modules of Node', async () => {
    const importing = `
      import { registerHooks } from 'node:module'
      const loaded = new Set()
      registerHooks({
        load(url, context, next) {
          loaded.add(/^node:|papertape\\/dist\\/\\w+|node_modules\\/[\\w-]+(?=\\/(?!dist\\/client))/.exec(url)?.[0] ?? url)
          return next(url, context)
        },
      })
      const { createClient } = await import('papertape/client')
      createClient({ url: 'http://localhost:8080' })
      console.log(JSON.stringify([...loaded].toSorted()))`
    await writeFile(join(project, 'client-only.mjs'), importing)

    const { stdout } = await run(process.execPath, ['client-only.mjs'], inProject())
    assert.deepEqual(JSON.parse(stdout), [
      'node_modules/eventsource-parser',
      'node_modules/nanoid',
      'papertape/dist/client',
    ])
  })

  test('serves its pages and descriptions', async () => {
    const source = `
      import { createSimulator } from 'papertape'
      const { url, controlUrl, close } = await createSimulator()
      const assets = ['swagger-ui.css', 'swagger-ui-bundle.js'].map((name) => '/ui/swagger-ui-dist/' + name)
      for (const path of ['main.js', 'base.css', 'lit-html/lit-html.js', 'uplot/uplot.js', 'panels/timeline.js']) {
        console.log((await fetch(controlUrl + '/console/page/' + path)).status)
      }
      for (const path of ['/ui', '/ui/start.js', '/openapi.json', ...assets]) {
        for (const base of [url, controlUrl]) console.log((await fetch(base + path)).status)
      }
      await close()`
    await writeFile(join(project, 'pages.mjs'), source)

    const { stdout } = await run(process.execPath, ['pages.mjs'], inProject())
    assert.equal(stdout, '200\n'.repeat(15))
  })

  test('has types that accept correct use and reject a mistake', async () => {
    const usage = `
      import { createClient, createSimulator, type FaultRuleDraft, type JournalEntry, type Order, type Race } from 'papertape'
      const simulator = await createSimulator({ seed: '42', latencyMs: { minMs: 1, maxMs: 2 } })
      const venue = await simulator.openVenue({ clock: { mode: 'held' } })
      export const order: Order = await venue.execute('1')
      export const race: Race = await venue.races.add({ winner: 'execution' })
      export const winner: 'execution' | 'cancellation' | undefined = race.result?.winner
      export const entries: JournalEntry[] = await venue.journal.list({ status: 409 })
      const lost: FaultRuleDraft = { at: 'after-commit', action: { does: 'reset' }, times: 1 }
      export const { hits } = await venue.faults.add(lost)
      // @ts-expect-error The property is byMs.
      await venue.advance({ by: 3000 })
      // @ts-expect-error A fault needs an action.
      await venue.faults.add({ at: 'after-commit' })
      // @ts-expect-error The result of a race is not of type any.
      race.results
      const client = createClient({ url: simulator.url, venue: venue.name })
      export const result: 'accepted' | 'too-late' | 'already-cancelled' = await client.cancel('1')
      // @ts-expect-error A ticket has a side.
      await client.place({ symbol: 'EURUSD', quantity: 1 })`
    await writeFile(join(project, 'usage.mts'), usage)

    await checkTypes('usage.mts')
  })

  test('has types that accept the examples in its doc comments', async () => {
    const bodies = docExamples.map(({ code }) => `async () => {\n${code}}`)
    const usage = `
      import { connect, createSimulator, type OpenedVenue, type Order, type Simulator } from 'papertape'
      declare const simulator: Simulator
      declare const venue: OpenedVenue
      declare const order: Order
      export default [${bodies}]`
    await writeFile(join(project, 'examples.mts'), usage)

    await checkTypes('examples.mts')
  })

  test('controls a platform in another process', async () => {
    const connecting = `
      import { connect, ControlRefusal } from 'papertape'
      const platform = await connect({ controlUrl: process.argv[2] })
      const venue = await platform.openVenue({ clock: { mode: 'held' } })
      const { events } = await venue.advance({ untilIdle: true })
      await venue.close()
      const refusal = await venue.read().catch((error) => error instanceof ControlRefusal)
      console.log(events.length, refusal)`
    await writeFile(join(project, 'connecting.mjs'), connecting)
    const { controlUrl, close } = await createSimulator()
    after(close)

    const { stdout } = await run(process.execPath, ['connecting.mjs', controlUrl], inProject())
    assert.equal(stdout, '0 true\n')
  })

  test('needs testcontainers for papertape/testcontainers only', async () => {
    const importing = `
      await import('papertape')
      await import('papertape/testcontainers').catch(({ message }) => console.log(message))`
    await writeFile(join(project, 'without-testcontainers.mjs'), importing)

    const { stdout } = await run(process.execPath, ['without-testcontainers.mjs'], inProject())
    assert.match(stdout, /^Cannot find package 'testcontainers' imported from /)
  })

  test('can be required from CommonJS', async () => {
    const requiring = `
      const { createSimulator, ControlRefusal } = require('papertape')
      createSimulator().then(async ({ execute, close }) => {
        await execute('none').catch((error) => console.log(error instanceof ControlRefusal))
        await close()
      })`
    await writeFile(join(project, 'requiring.cjs'), requiring)

    const { stdout } = await run(process.execPath, ['requiring.cjs'], inProject())
    assert.equal(stdout, 'true\n')
  })

  test('refuses an unsupported Node before it loads anything but the client', async () => {
    const importing = `
      import { registerHooks } from 'node:module'
      const loaded = []
      registerHooks({
        load(url, context, next) {
          const isOfClient = /dist\\/client|nanoid|eventsource-parser/.test(url)
          if (/\\.js$/.test(url) && !isOfClient) loaded.push(url.split('/dist/api/').at(-1))
          return next(url, context)
        },
      })
      const versions = { ...process.versions, node: process.argv[2] }
      Object.defineProperty(process, 'versions', { value: versions })
      const outcome = await import('papertape').then(() => 'accepted', (error) => error.message)
      console.log(JSON.stringify([outcome, loaded]))`
    await writeFile(join(project, 'importing.mjs'), importing)
    const importOn = async (version: string) => {
      const { stdout } = await run(process.execPath, ['importing.mjs', version], inProject())
      return JSON.parse(stdout) as [outcome: string, loaded: string[]]
    }

    for (const version of ['22.11.0', '23.5.0']) {
      const [refusal, loaded] = await importOn(version)
      assert.equal(
        refusal,
        `papertape needs Node 22 (22.12 or newer), 24, or 26 and newer. This is Node ${version}.`,
      )
      const others = loaded.filter((file) => !file.startsWith('control-client/'))
      assert.deepEqual(others.toSorted(), ['package.js', 'process/node-version.js'])
    }
    for (const version of ['22.12.0', '24.0.0']) {
      assert.equal((await importOn(version))[0], 'accepted')
    }
  })

  test('has the command papertape, which starts the platform', async () => {
    const settings = ['--port', '0', '--control-port', '0', '--latency-ms', '0']
    const child = spawn(process.execPath, [packageJson.bin.papertape, ...settings], {
      cwd: join(project, 'node_modules/papertape'),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [line] = await once(createInterface(child.stdout), 'line')
    const { url } = JSON.parse(line)

    assert.equal((await fetch(`${url}/orders`)).status, 200)
    child.kill('SIGTERM')
    await once(child, 'exit')
  })

  test('has a command that refuses an unsupported Node in one line', () => {
    const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`
    const preloaded = ['--import', `data:text/javascript,${encodeURIComponent(versions)}`]
    const command = join(project, 'node_modules/papertape', packageJson.bin.papertape)
    const { status, stderr } = spawnSync(process.execPath, [...preloaded, command], {
      encoding: 'utf8',
    })
    const refusal =
      'papertape needs Node 22 (22.12 or newer), 24, or 26 and newer. This is Node 20.20.2.\n'
    assert.deepEqual([status, stderr], [1, refusal])
  })

  test('is what publint recommends', async () => {
    const { messages } = await publint({ pack: { tarball: tarball.buffer }, strict: true })
    assert.deepEqual(messages, [])
  })

  test('has types that every resolver finds', async () => {
    const result = await checkPackage(createPackageFromTarballData(tarball))
    assert.ok(result.types)
    // CommonJS can require ES modules since Node 22.12, and every newer resolver reads `exports`.
    const problems = result.problems.filter(
      (problem) =>
        problem.kind !== 'CJSResolvesToESM' &&
        !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
    )
    assert.deepEqual(problems, [])
  })

  test('is small', async () => {
    const files = await readdir(join(project, 'node_modules/papertape'), {
      recursive: true,
      withFileTypes: true,
    })
    const sizes = files
      .filter((file) => file.isFile())
      .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size)
    const unpacked = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)

    assertWithin(tarball.length, 1_000_000, 'packed')
    assertWithin(unpacked, 3_700_000, 'unpacked')
  })

  test('has no dependency that runs an install script or is deprecated', async () => {
    const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lock
    const installed = Object.entries(lock.packages).filter(([path, { dev }]) => path && !dev)

    assert.ok(installed.length >= Object.keys(packageJson.dependencies).length)
    for (const [path, { hasInstallScript, deprecated }] of installed) {
      assert.deepEqual([hasInstallScript, deprecated], [undefined, undefined], path)
    }
  })

  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const checkTypes = async (file: string) => {
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--skipLibCheck', file]
    await run(process.execPath, [tsc, ...options], inProject()).catch(
      ({ stdout, message }: { stdout: string; message: string }) => assert.fail(stdout || message),
    )
  }

  /** Allows for some growth. Swagger UI, which also works offline, is about half of it. */
  function assertWithin(bytes: number, budget: number, what: string): void {
    const advice = 'See what npm pack --dry-run lists; raise the budget if the growth is worth it.'
    assert.ok(bytes <= budget, `${what}: ${bytes} bytes, at most ${budget}. ${advice}`)
  }

  const inProject = () => ({ cwd: project, env: { PATH: process.env.PATH } })
})
