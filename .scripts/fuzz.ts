/** Runs `npm run fuzz`: the tests that take long, and more runs of generated input. */
import { spawn } from 'node:child_process'
import { thoroughFiles } from './test-files.ts'

const child = spawn(
  process.execPath,
  [
    '--test',
    '--experimental-eventsource',
    '--env-file=api/test/fuzz/thorough.env',
    '--test-timeout=600000',
    ...thoroughFiles(),
  ],
  { stdio: 'inherit' },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal))
child.once('exit', (code) => {
  process.exitCode = code ?? 1
})
