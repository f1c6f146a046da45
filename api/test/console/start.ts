/**
 * `npm run console:test`: uses the console in a real browser, as its features say. Takes the options of
 * cucumber-js. Without a browser it says so, and passes.
 */
import { createRequire } from 'node:module'
import { findChromium } from './support/find-chromium.ts'

/** The program of cucumber-js, which is CommonJS. */
interface Cli {
  run(): Promise<{ readonly success: boolean }>
}

if (findChromium() === undefined) {
  process.stdout.write(
    'SKIPPED: the console in a browser, because there is no Chromium. Install it, or name its program in CHROMIUM.\n',
  )
} else {
  const [node = '', file = '', ...options] = process.argv
  const argv = [node, file, '--config', 'api/test/console/cucumber.ts', ...options]
  const { default: Program } = createRequire(import.meta.url)('@cucumber/cucumber/lib/cli/index')
  const { stdout, env } = process
  const cli: Cli = new Program({ argv, cwd: process.cwd(), stdout, env })
  const { success } = await cli.run()
  process.exitCode = success ? 0 : 1
}
