/** Formats all features for `npm run format`: not every shell expands `features/*.feature`. */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'

const formatter = 'node_modules/@cucumber/gherkin-utils/bin/gherkin-utils'
const formatting = [formatter, 'format', ...globSync('{features,api/test/console}/*.feature')]
process.exitCode = spawnSync(process.execPath, formatting, { stdio: 'inherit' }).status ?? 1
