import assert from 'node:assert/strict'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { targetServers } from '../support/testing/target-servers.ts'

type Run = ChildProcessByStdio<null, Readable, Readable>

const servers = targetServers()

describe('A run that cannot start', { timeout: 120_000 }, () => {
  /** The folder has reports of an earlier run. */
  let REPORTS = ''

  beforeEach(async () => {
    REPORTS = await mkdtemp(join(tmpdir(), 'papertape-run-'))
    for (const name of earlier) await writeFile(join(REPORTS, name), '<testsuite failures="0"/>')
  })

  function start(env: object, args: readonly string[], script = 'run'): Run {
    return spawn(process.execPath, [`step-definitions/${script}/start.ts`, ...args], {
      env: { ...process.env, PROFILE: 'core', DIALECT: '', REPORTS, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  const earlier = ['junit.xml', 'performance.json', 'specification.html']

  afterEach(async () => {
    await servers.close()
    await rm(REPORTS, { recursive: true, force: true })
  })

  const cases: [what: string, env: object, args: string[], reason: RegExp][] = [
    ['the target is no order server', {}, [], /does not answer as an order server:\n {2}sent /],
    ['a setting is wrong', { PROFILE: 'pages' }, [], /PROFILE must be/],
    ['a failure is to be retried', {}, ['--retry', '1'], /--retry is not supported: .*--help/],
    ['an option is unknown', {}, ['--foo'], /unknown option '--foo'\n\n.*--help for the options/],
    ['an option has no number', {}, ['--parallel', 'x'], /--parallel must be .*--help/],
  ]
  for (const [what, env, args, reason] of cases) {
    it(`exits with 2 and leaves no earlier report, because ${what}`, async () => {
      const origin = await servers.open((_, response) => response.writeHead(404).end())
      const run = start({ BASE_URL: origin, ...env }, args)
      const ended = once(run, 'exit')
      const errors = await text(run.stderr)
      assert.match(errors, reason)
      assert.doesNotMatch(errors, /^ +at /m, 'a stack')
      assert.deepEqual(await ended, [2, null])
      assert.deepEqual(await readdir(REPORTS), [])
    })
  }

  it('exits with 2 in one line because of a tag expression, when it reads the features', async () => {
    const run = start({ BASE_URL: '' }, ['--tags', '('])
    const ended = once(run, 'exit')
    const errors = await text(run.stderr)
    assert.match(errors, /^\n.*could not be parsed because of syntax error.*--help.*\n$/)
    assert.deepEqual(await ended, [2, null])
    assert.deepEqual(await readdir(REPORTS), [])
  })

  it('keeps the record that it was to be compared with', async () => {
    const env = { BASELINE: `${REPORTS}/performance.json` }
    const run = start(env, ['--foo'], 'performance/run')
    run.stderr.resume()
    assert.deepEqual(await once(run, 'exit'), [2, null])
    assert.deepEqual(await readdir(REPORTS), ['performance.json'])
  })

  const withoutReports: [args: string[], exitCode: number][] = [
    [['--help'], 0],
    [['-d', '--parallel', '0', '--name', 'no scenario'], 0],
    [['--dry-run', '--foo'], 2],
  ]
  for (const [args, exitCode] of withoutReports) {
    it(`keeps the reports with ${args.join(' ')}, which writes none`, async () => {
      const run = start({}, args)
      run.stdout.resume()
      assert.deepEqual(await once(run, 'exit'), [exitCode, null])
      assert.deepEqual(await readdir(REPORTS), earlier)
    })
  }

  it('says that it waits for an address where nothing answers', async () => {
    const origin = await servers.open(() => {})
    await new Promise((resolve) => servers.last?.close(resolve))
    const run = start({ BASE_URL: origin }, [])
    const [line] = (await once(run.stdout, 'data')) as [Buffer]
    assert.equal(`${line}`, `No reply at ${origin} yet: waiting up to 29 s more.\n`)
    run.kill()
    await once(run, 'exit')
  })
})
