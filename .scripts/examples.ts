/**
 * `npm run examples`: runs the examples in `client/examples/` as a user would, with the packed package, in a new
 * folder. Names as arguments select some. Skips aloud what this machine cannot run.
 */
import { exec, execSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

interface Example {
  readonly name: string
  readonly command: string
  /** Why it cannot run here. */
  readonly missing?: string | false
  readonly needsPlatform?: boolean
}

const answers = (command: string): boolean => spawnSync(command, { shell: true }).status === 0

const { CHROMIUM = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync) } = process.env
const { PAPERTAPE_IMAGE = 'papertape' } = process.env
const python = ['python3', '/usr/bin/python3'].find((name) =>
  answers(`${name} -m pytest --version`),
)

const examples: readonly Example[] = [
  { name: 'node', command: 'npm run node' },
  { name: 'vitest', command: 'npm run vitest' },
  { name: 'jest', command: 'npm run jest' },
  {
    name: 'playwright',
    command: 'npm run playwright',
    missing: !CHROMIUM && 'there is no Chromium (apt-get install chromium)',
  },
  {
    name: 'pytest',
    command: `${python} -m pytest -q -p no:cacheprovider`,
    missing: !python && 'there is no pytest (apt-get install python3-pytest)',
    needsPlatform: true,
  },
  {
    // Our declarations of testcontainers are a stand-in. This compares them with the real ones.
    name: 'types',
    command: `node "${resolve('node_modules/typescript/bin/tsc')}" --noEmit --strict --module nodenext --target es2024 --types node node_modules/papertape/dist/api/control-client/papertape-container.d.ts`,
  },
  {
    name: 'testcontainers',
    command: 'npm run testcontainers',
    missing:
      !answers(`docker image inspect ${PAPERTAPE_IMAGE}`) &&
      `there is no image ${PAPERTAPE_IMAGE} (docker build --tag papertape --file docker/api.Dockerfile .)`,
  },
]

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !examples.some((example) => example.name === name))
if (unknown.length > 0) {
  const known = examples.map(({ name }) => name).join(', ')
  throw new Error(`There is no example ${unknown.join(', ')}. There are ${known}.`)
}

const folder = mkdtempSync(join(tmpdir(), 'papertape-examples-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
// An exit runs the line above.
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143))
const env = {
  ...process.env,
  ...(CHROMIUM && { CHROMIUM }),
  PAPERTAPE_IMAGE,
  // Testcontainers would pull an image that removes containers; the example stops its own.
  TESTCONTAINERS_RYUK_DISABLED: 'true',
}

install()
const selected = examples.filter(({ name }) => chosen.length === 0 || chosen.includes(name))
const failed: string[] = []
for (const example of selected) if (!(await passes(example))) failed.push(example.name)
if (failed.length > 0) {
  process.stdout.write(`FAILED: ${failed.join(', ')}\n`)
  process.exitCode = 1
}

/** Installs the packed package and the test runners. */
function install(): void {
  cpSync('client/examples', folder, { recursive: true })
  process.stdout.write('installing papertape and the test runners …\n')
  execSync(`npm pack --silent --pack-destination "${folder}"`, {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [tarball] = globSync('papertape-*.tgz', { cwd: folder })
  for (const command of ['npm ci', `npm install --no-save ./${tarball}`]) {
    execSync(`${command} --ignore-scripts --no-audit --no-fund --loglevel=error`, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
}

async function passes({ name, command, missing, needsPlatform }: Example): Promise<boolean> {
  if (missing) {
    process.stdout.write(`SKIPPED ${name}: ${missing}\n`)
    return true
  }
  const platform = needsPlatform ? await startPlatform() : undefined
  const startedAt = performance.now()
  const failure = await promisify(exec)(command, {
    cwd: folder,
    timeout: 180_000,
    env: { ...env, ...platform?.addresses },
  }).then(
    () => undefined,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => `${stdout}${stderr}\n`,
  )
  platform?.stop()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const result = failure === undefined ? 'passed' : 'FAILED'
  process.stdout.write(`${result}  ${name}, ${seconds} s\n${failure ?? ''}`)
  return failure === undefined
}

/** Starts the installed platform. It says its addresses in its log. */
async function startPlatform() {
  const command = join(folder, 'node_modules/papertape/dist/api/cli/bin.js')
  const child = spawn(process.execPath, [command, '--port', '0', '--control-port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  process.once('exit', () => child.kill())
  const lines = createInterface(child.stdout)
  for await (const line of lines) {
    if (!line.startsWith('{')) continue
    const { url, control } = JSON.parse(line)
    const stop = () => child.kill()
    return { addresses: { BASE_URL: url, CONTROL_URL: control }, stop }
  }
  await once(child, 'exit')
  throw new Error('papertape did not start.')
}
