import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import packageJson from '../../package.json' with { type: 'json' }

const current = process.versions

/** What is thrown when the module is loaded on a version of Node; undefined if nothing is. */
async function refusalOn(node: string): Promise<string | undefined> {
  Object.defineProperty(process, 'versions', { value: { ...current, node }, configurable: true })
  try {
    await import(`./node-version.ts?${node}`)
    return undefined
  } catch (error) {
    return (error as Error).message
  } finally {
    Object.defineProperty(process, 'versions', { value: current, configurable: true })
  }
}

test('papertape loads on the versions of Node that package.json names, and on no other', async () => {
  assert.equal(packageJson.engines.node, '^22.12 || ^24 || >=26')
  for (const version of ['22.12.0', '22.21.1', '24.0.0', '24.21.0', '26.0.0', '27.1.0', '30.0.0']) {
    assert.equal(await refusalOn(version), undefined)
  }
  for (const version of [
    '18.20.0',
    '20.19.0',
    '21.0.0',
    '22.11.0',
    '23.5.0',
    '23.12.0',
    '25.9.0',
  ]) {
    assert.equal(
      await refusalOn(version),
      `papertape needs Node 22 (22.12 or newer), 24, or 26 and newer. This is Node ${version}.`,
    )
  }
})

for (const file of ['server.ts', 'replay/run.ts', 'cli/bin.ts']) {
  test(`${file} does not run on another version`, () => {
    const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '25.9.0' } })`
    const path = fileURLToPath(new URL(`../${file}`, import.meta.url))
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(older)}`, path, '--help'],
      { encoding: 'utf8', timeout: 30_000 },
    )
    assert.match(stderr, /papertape needs Node .* This is Node 25\.9\.0\./)
    assert.equal(stdout, '')
    assert.equal(status, 1)
  })
}
