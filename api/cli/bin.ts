#!/usr/bin/env node
/** The command `papertape`. Only this file and the check of Node's version load on any Node. */
try {
  await import('../process/node-version.ts')
} catch (error) {
  // Without the stack trace.
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
}
const { runCommand } = await import('./commands.ts')
const code = await runCommand(process.argv.slice(2))
// `spec` sets it itself.
if (code !== undefined) process.exitCode = code
