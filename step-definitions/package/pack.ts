/**
 * `npm run pack`, second part: packs the specification as papertape-spec into the current folder, or
 * into the one that the argument names. The package repeats the project's layout, with compiled steps.
 */
import { execFileSync, execSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import root from '../../package.json' with { type: 'json' }

/** What the steps import; package.json says which versions. */
const imported = [
  '@cucumber/cucumber',
  'ajv',
  'ajv-formats',
  'cli-table3',
  'd3-array',
  'diff',
  'eventsource-parser',
  'multiple-cucumber-html-reporter',
  'pure-rand',
  'simple-statistics',
  'ws',
]
const versions: Readonly<Record<string, string>> = { ...root.devDependencies, ...root.dependencies }

const packageJson = {
  name: 'papertape-spec',
  version: root.version,
  description: 'The specification of papertape, which judges your own trading server.',
  license: root.license,
  // Set when a release is published.
  ...('repository' in root && { repository: root.repository }),
  type: root.type,
  engines: root.engines,
  exports: { '.': './step-definitions/package/judge.js' },
  dependencies: Object.fromEntries(imported.map((name) => [name, versions[name]])),
}

const folder = mkdtempSync(join(tmpdir(), 'papertape-spec-'))
try {
  const project = ['--project', 'tsconfig.spec.json', '--outDir', folder]
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', ...project], {
    stdio: 'inherit',
  })
  // The compiler emits the contracts too, of which the steps need only the types.
  for (const other of ['api', 'engine'])
    rmSync(join(folder, other), { recursive: true, force: true })
  nameCompiledFiles()
  copyFiles()
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(packageJson, null, 2)}\n`)
  // In a shell, because npm is a shell script on Windows.
  const destination = process.argv[2] ?? '.'
  execSync(`npm pack "${folder}" --pack-destination "${destination}"`, { stdio: 'inherit' })
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The compiler renames the modules in imports, but not those in other strings, such as workers. */
function nameCompiledFiles(): void {
  for (const file of globSync(join(folder, '**/*.js'))) {
    const code = readFileSync(file, 'utf8')
    writeFileSync(
      file,
      code.replaceAll(/(?<=['"](?:\.{1,2}|step-definitions)\/[\w./*-]*)\.ts(?=['"])/g, '.js'),
    )
  }
}

function copyFiles(): void {
  const assets = [
    'LICENSE',
    'features/*',
    'step-definitions/dialects/{*.json,README.md,docs/*}',
    'step-definitions/{reports,performance}/**/*.{css,js,json,svg}',
  ]
  for (const file of globSync(assets)) cpSync(file, join(folder, file))
  cpSync(join(import.meta.dirname, 'README.md'), join(folder, 'README.md'))
}
