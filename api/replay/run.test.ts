import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createSimulator } from '../simulator.ts'
import { ticket } from '../test/support/app.ts'

const script = fileURLToPath(new URL('run.ts', import.meta.url))

describe('npm run replay', { timeout: 60_000 }, () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'papertape-replay-'))
  })
  after(() => rm(folder, { recursive: true }))

  for (const [seed, code] of [
    ['42', 0],
    ['43', 1],
  ] as const) {
    test(`exits with ${code} silently if nobody reads its output`, async () => {
      const simulator = await createSimulator({ seed: '42' })
      await fetch(`${simulator.url}/orders`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(ticket),
      })
      const recording = await simulator.exportRecording()
      await simulator.close()
      const file = join(folder, `${seed}.json`)
      await writeFile(file, JSON.stringify({ ...recording, seed }))

      const child = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'pipe'] })
      child.stdout.destroy()
      const [output, [ended]] = await Promise.all([text(child.stderr), once(child, 'close')])

      assert.deepEqual([output, ended], ['', code])
    })
  }
})
