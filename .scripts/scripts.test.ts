import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { parse } from 'node:path'
import { describe, it } from 'node:test'
import packageJson from '../package.json' with { type: 'json' }

const { scripts } = packageJson
const installed = readdirSync('node_modules/.bin').map((file) => parse(file).name)
const tools = new Set(['node', 'npm', 'npx', ...installed])

/** The commands of a script, split at shell operators. */
const commandsOf = (script: string) => script.split(/&&|\|\||[;&|\n]/).map((text) => text.trim())

/** Everything that cmd.exe and sh would read differently, or that is not installed. */
const problemsOf = (script: string): string[] =>
  commandsOf(script).flatMap((command) => {
    const [tool = '', ...words] = command.split(/\s+/)
    const unquoted = command.replaceAll(/"[^"$`\\]*"/g, '')
    const named = words[words.indexOf('--run') + 1] ?? ''
    return [
      ...(tools.has(tool) ? [] : [`npm did not install ${tool}`]),
      ...(/[*?$%`'\\^]/.test(unquoted) ? [`shells disagree on ${unquoted}`] : []),
      ...(words.includes('--run') && !(named in scripts) ? [`there is no script ${named}`] : []),
    ]
  })

describe('An npm script', () => {
  for (const [name, script] of Object.entries(scripts)) {
    it(`runs in any shell, with installed tools only: ${name}`, () => {
      assert.deepEqual(problemsOf(script), [])
    })
  }

  const mistakes: [script: string, problem: RegExp][] = [
    ['nice -n 19 biome check .', /npm did not install nice/],
    ['biome check . && rm -rf dist', /npm did not install rm/],
    ['LATENCY_MS=0 node api/server.ts', /npm did not install LATENCY_MS=0/],
    ['gherkin-utils format features/*.feature', /shells disagree/],
    ["node --eval 'process.exit()'", /shells disagree/],
    ['node api/server.ts $PORT', /shells disagree/],
    ['node --eval "process.env.$PORT"', /shells disagree/],
    ['node --run nothing', /there is no script nothing/],
  ]
  for (const [script, problem] of mistakes) {
    it(`is rejected: ${script}`, () => {
      assert.match(problemsOf(script).join(), problem)
    })
  }
})
