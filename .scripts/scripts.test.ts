import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { parse } from 'node:path'
import { describe, it } from 'node:test'
import packageJson from '../package.json' with { type: 'json' }

const { scripts } = packageJson
const installed = readdirSync('node_modules/.bin').map((file) => parse(file).name)
const tools = new Set(['node', 'npm', 'npx', ...installed])

/** The commands of a script, each without what a shell puts between them. */
const commandsOf = (script: string) => script.split(/&&|\|\||[;&|\n]/).map((text) => text.trim())

/** What cmd.exe or sh would read in another way, or not at all. */
const faultsOf = (script: string): string[] =>
  commandsOf(script).flatMap((command) => {
    const [tool = '', ...words] = command.split(/\s+/)
    const unquoted = command.replaceAll(/"[^"$`\\]*"/g, '')
    const named = words[words.indexOf('--run') + 1] ?? ''
    return [
      ...(tools.has(tool) ? [] : [`npm did not install ${tool}`]),
      ...(/[*?$%`'\\^]/.test(unquoted) ? [`not every shell reads ${unquoted} alike`] : []),
      ...(words.includes('--run') && !(named in scripts) ? [`there is no script ${named}`] : []),
    ]
  })

describe('An npm script', () => {
  for (const [name, script] of Object.entries(scripts)) {
    it(`needs nothing that npm did not install, and no certain shell: ${name}`, () => {
      assert.deepEqual(faultsOf(script), [])
    })
  }

  const mistakes: [script: string, fault: RegExp][] = [
    ['nice -n 19 biome check .', /npm did not install nice/],
    ['biome check . && rm -rf dist', /npm did not install rm/],
    ['LATENCY_MS=0 node api/server.ts', /npm did not install LATENCY_MS=0/],
    ['gherkin-utils format features/*.feature', /not every shell reads/],
    ["node --eval 'process.exit()'", /not every shell reads/],
    ['node api/server.ts $PORT', /not every shell reads/],
    ['node --eval "process.env.$PORT"', /not every shell reads/],
    ['node --run nothing', /there is no script nothing/],
  ]
  for (const [script, fault] of mistakes) {
    it(`may not be: ${script}`, () => {
      assert.match(faultsOf(script).join(), fault)
    })
  }
})
