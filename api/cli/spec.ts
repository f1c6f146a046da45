import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import packageJson from '../../package.json' with { type: 'json' }
import { readUsage, type Usage } from './usage.ts'

/** The package with the specification, which has many dependencies of its own. */
const packageName = 'papertape-spec'

/** The options that set a variable of the specification. */
const variables = {
  dialect: { value: 'FILE', meaning: "maps the target's names to those of the contract" },
  profile: {
    value: 'CLAIMS',
    meaning: 'what to check, such as core,paging (default: as its\n/openapi.json says)',
  },
  'control-url': { value: 'URL', meaning: 'its control API; otherwise scenarios run in real time' },
  'control-token': { value: 'TOKEN', meaning: 'the token of its control API' },
  'latency-ms': { value: 'RANGE', meaning: 'the latency that it promises (default 100-1000)' },
  'execution-delay-ms': {
    value: 'RANGE',
    meaning: 'how long it promises that orders are PENDING\n(default 1500-3000)',
  },
  reports: { value: 'FOLDER', meaning: 'where to write the reports (default reports)' },
  repeat: { value: 'N', meaning: 'run each scenario N times' },
}

/** The options that are those of cucumber-js. */
const selections = {
  name: { value: 'REGEXP', meaning: 'only scenarios whose name matches; repeatable' },
  tags: {
    value: 'EXPRESSION',
    meaning: "only scenarios with these tags, such as 'not @performance'",
  },
}

const usage: Usage = {
  command: 'spec URL',
  does: 'judges a server by the specification',
  options: { ...variables, ...selections },
  notes: `URL is an origin such as http://localhost:8080. Options except --name and --tags are
also environment variables, such as DIALECT. Open reports/specification.html. The
specification is the package ${packageName}; its README links how to write a dialect.

Exit codes:
  0  passed
  1  a scenario failed, or none was judged
  2  wrong arguments, it cannot run, or it cannot write its reports`,
}

interface Specification {
  /** Judges the server in BASE_URL, and sets the exit code. */
  judge(args: readonly string[]): Promise<void>
}

/** `papertape spec URL`: runs the specification of the other package, which sets the exit code. Returns it if nothing ran. */
export async function spec(args: readonly string[]): Promise<number | undefined> {
  const line = readUsage(usage, args)
  if (typeof line === 'number') return line
  const entry = installedEntry()
  if (entry === undefined) {
    const { version } = packageJson
    process.stderr.write(
      `papertape spec needs another package: npm install ${packageName}@${version}, or its file from npm run pack\n`,
    )
    return 2
  }
  const text = (name: string) => line.values.get(name)?.at(-1)
  process.env.BASE_URL = line.words[0]
  for (const name of Object.keys(variables)) {
    const value = text(name)
    if (value !== undefined) process.env[name.toUpperCase().replaceAll('-', '_')] = value
  }
  const { judge } = (await import(entry)) as Specification
  await judge(
    Object.keys(selections).flatMap((name) =>
      (line.values.get(name) ?? []).flatMap((value) => [`--${name}`, value]),
    ),
  )
  return undefined
}

/** The URL of the package's entry, if it is beside this package or in the project of this folder. */
function installedEntry(): string | undefined {
  for (const place of [import.meta.url, pathToFileURL(join(process.cwd(), 'package.json'))]) {
    try {
      return pathToFileURL(createRequire(place).resolve(packageName)).href
    } catch {
      // Not here.
    }
  }
  return undefined
}
