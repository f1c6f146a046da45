import assert from 'node:assert/strict'
import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Filled } from '../test/stores/fill-disk.ts'
import { checkWholeCommits, commitAfter } from '../test/stores/numbered-commits.ts'
import { openSqliteStore } from './sqlite-store.ts'

const kills = Number(process.env.STORE_KILLS ?? 5)
const randomCuts = Number(process.env.STORE_CUTS ?? 50)

const script = (name: string) =>
  fileURLToPath(new URL(`../test/stores/${name}.ts`, import.meta.url))
const below = (limit: number) => Math.floor(Math.random() * limit)

describe('An SQLite file', { timeout: 300_000 }, () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'papertape-crash-'))
  })
  after(() => rm(folder, { recursive: true }))

  /** Opens the file of a process that has ended. Returns the end of its log, of whole commits. */
  async function endOf(path: string): Promise<number> {
    const store = await openSqliteStore(path)
    try {
      return checkWholeCommits(await (await store.open('main')).load())
    } finally {
      await store.close()
    }
  }

  test('whose write-ahead log is cut at any byte has whole commits, from the first', async () => {
    const path = join(folder, 'cut.db')
    const copy = join(folder, 'copy.db')
    const store = await openSqliteStore(path)
    const log = await store.open('main')
    const ends = [0]
    for (let commits = 0; commits < 12; commits++) {
      const end = ends.at(-1) ?? 0
      await log.commit(commitAfter(end))
      ends.push(end + commitAfter(end).events.length)
    }
    // Copies after the last commit: reading a file in the process that locks it frees the lock.
    const database = await readFile(path)
    const writeAheadLog = await readFile(`${path}-wal`)
    await store.close()

    const found = new Set<number>()
    let longest = 0
    for (const cut of cutsOf(writeAheadLog.length)) {
      await writeFile(copy, database)
      await writeFile(`${copy}-wal`, writeAheadLog.subarray(0, cut))
      const end = await endOf(copy)
      assert.ok(ends.includes(end), `cut at ${cut}: ends at ${end}`)
      assert.ok(end >= longest, `cut at ${cut}: ends at ${end}, but a shorter file at ${longest}`)
      longest = end
      found.add(end)
    }
    assert.equal(longest, ends.at(-1))
    assert.equal(found.size, ends.length)
  })

  test('has everything acknowledged after a kill -9, and frees its lock', async (context) => {
    const path = join(folder, 'killed.db')
    let more = 0
    for (let kill = 0; kill < kills; kill++) {
      // A count, not a time: a slow machine gets as far as a fast one.
      const acknowledged = await killAfter(5 + below(100), path)

      const end = await endOf(path)

      assert.ok(end >= acknowledged, `${acknowledged} acknowledged, ${end} found`)
      if (end > acknowledged) more++
    }
    context.diagnostic(`${kills} kills; ${more} times one commit more than acknowledged`)
  })

  test('on a full disk refuses commits until there is room, and loses none', async (context) => {
    // In a file system and a namespace of its own.
    const mounted = join(folder, 'mounted')
    await mkdir(mounted)
    const isolate = ['--map-root-user', '--mount', 'sh', '-c']
    const mount = 'mount -t tmpfs -o size=1m tmpfs "$0"'
    if (!succeeds('unshare', [...isolate, mount, mounted])) {
      return context.skip('This machine cannot mount a small file system (unshare, mount)')
    }
    const fill = `${mount} && head -c 300000 /dev/zero > "$0"/ballast && exec "$@"`
    const args = [script('fill-disk'), join(mounted, 'full.db'), 'rm', join(mounted, 'ballast')]

    const filled = await run('unshare', [...isolate, fill, mounted, process.execPath, ...args])

    for (const { outcome, message, before, after } of filled.failures) {
      assert.equal(outcome, 'not-recorded')
      assert.match(message, /full\.db cannot grow: the disk is full\..*goes on when there is room/)
      assert.equal(after, before)
    }
    checkRecovery(filled)
  })

  test('that cannot be written may have the failed commit, and goes on', async (context) => {
    const limited = (command: string) => ['-c', `ulimit -S -f 500 && exec "$0" "$@"`, command]
    if (!succeeds('sh', limited('true')) || !succeeds('prlimit', ['--version'])) {
      return context.skip('This machine cannot limit the size of a file (ulimit, prlimit)')
    }
    const makeRoom = ['prlimit', '--pid', 'PID', '--fsize=unlimited']
    const args = [script('fill-disk'), join(folder, 'limited.db'), ...makeRoom]

    const filled = await run('sh', [...limited(process.execPath), ...args])

    for (const { outcome, message, before, after } of filled.failures) {
      assert.equal(outcome, 'unknown')
      assert.match(message, /limited\.db cannot be used: disk I\/O error/)
      assert.ok(after >= before)
    }
    checkRecovery(filled)
  })
})

/** Starts a process that commits, and kills it after so many. Returns the last acknowledged position. */
async function killAfter(commits: number, path: string): Promise<number> {
  const child = spawn(process.execPath, [script('commit-forever'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (output.split('\n').length > commits) child.kill('SIGKILL')
  })
  await once(child, 'close')
  assert.equal(child.signalCode, 'SIGKILL')
  return Number(output.trimEnd().split('\n').at(-1))
}

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

async function run(command: string, args: readonly string[]): Promise<Filled> {
  const { stdout } = await promisify(execFile)(command, args)
  return JSON.parse(stdout)
}

function checkRecovery({ failures, end, reopenedEnd }: Filled): void {
  assert.equal(failures.length, 2)
  const [, second] = failures
  assert.ok(second && end > second.after)
  assert.equal(reopenedEnd, end)
}

/** Every end of a page of the write-ahead log, the bytes around it, and random ones; ascending. */
function cutsOf(length: number): number[] {
  const [header, page] = [32, 24 + 4096]
  const cuts = [0, 1, length]
  for (let end = header; end <= length; end += page) cuts.push(end - 1, end, end + 1)
  for (let nth = 0; nth < randomCuts; nth++) cuts.push(below(length))
  return [...new Set(cuts)].filter((cut) => cut <= length).toSorted((a, b) => a - b)
}
