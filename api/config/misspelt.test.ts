import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { misspeltSettings } from './misspelt.ts'
import { table } from './settings.ts'

describe('An environment variable that looks like a setting', () => {
  for (const [name, meant] of [
    ['LATENCY', 'LATENCY_MS'],
    ['LATENCY_MILLIS', 'LATENCY_MS'],
    ['LATENCY_SECONDS', 'LATENCY_MS'],
    ['LATENCYMS', 'LATENCY_MS'],
    ['latency_ms', 'LATENCY_MS'],
    ['seed', 'SEED'],
    ['port', 'PORT'],
    ['Port', 'PORT'],
    ['PO_RT', 'PORT'],
    ['host', 'HOST'],
    ['SEEEED', 'SEED'],
    ['POORRT', 'PORT'],
    ['LATENCY-MS', 'LATENCY_MS'],
    ['LATECNY_MS', 'LATENCY_MS'],
    ['EXECUTION_DELAY', 'EXECUTION_DELAY_MS'],
    ['EXECUTON_DELY_MS', 'EXECUTION_DELAY_MS'],
    ['SEDE', 'SEED'],
    ['SEEDS', 'SEED'],
    ['SEEED', 'SEED'],
    ['PROT', 'PORT'],
    ['PORTS', 'PORT'],
    ['HOSTS', 'HOST'],
    ['JOURNALS', 'JOURNAL'],
    ['CORS_ORIGIN', 'CORS_ORIGINS'],
    ['CONTROL_TOKENS', 'CONTROL_TOKEN'],
    ['OUTCOME_HEADER', 'OUTCOME_HEADERS'],
    ['MAX_CONNECTION', 'MAX_CONNECTIONS'],
    ['MAX_UNREAD', 'MAX_UNREAD_BYTES'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['PAPERTAPE_PORT', 'PORT'],
    ['PAPERTAPE_LATENCY_MS', 'LATENCY_MS'],
    ['PAPERTAPE_LATENCY', 'LATENCY_MS'],
    ['CONTROLPORT', 'CONTROL_PORT'],
    ['CONTROL_PROT', 'CONTROL_PORT'],
    ['CONTROLHOST', 'CONTROL_HOST'],
  ] as const) {
    test(`is reported: ${name} for ${meant}`, () => {
      assert.deepEqual(misspeltSettings({ [name]: '1' }), [
        `the environment variable ${name} is not a setting: did you mean ${meant}?`,
      ])
    })
  }

  for (const [name, value, argument, correct] of [
    ['npm_config_latency_ms', '0', 'latency-ms', 'latency-ms 0'],
    ['npm_config_latency', '100-200', 'latency', 'latency-ms 100-200'],
    ['npm_config_log_level', 'debug', 'log-level', 'log-level debug'],
    ['npm_config_max_connection', '5', 'max-connection', 'max-connections 5'],
    ['npm_config_port', 'true', 'port', 'port VALUE'],
    ['npm_config_seed', 'a\x1bb c', 'seed', 'seed VALUE'],
    ['npm_config_control_token', 'hush', 'control-token', 'control-token VALUE'],
  ] as const) {
    test(`is reported as an argument that npm kept: ${name}`, () => {
      assert.deepEqual(misspeltSettings({ [name]: value }), [
        `npm did not pass --${argument} on: put -- before it, as in npm start -- --${correct}`,
      ])
    })
  }

  test('is not reported if it is empty, or if the setting itself is set', () => {
    assert.deepEqual(misspeltSettings({ SEDE: '', LATENCY: '0', LATENCY_MS: '0' }), [])
    // Nor as the next nearest setting.
    assert.deepEqual(misspeltSettings({ CONTROLPORT: '1', CONTROL_PORT: '1' }), [])
  })
})

describe('No warning', () => {
  test('mentions a setting itself', () => {
    assert.deepEqual(
      misspeltSettings(Object.fromEntries(table.map(({ variable }) => [variable, '1']))),
      [],
    )
  })

  test('mentions a variable that the specification reads', () => {
    const readme = readFileSync(
      new URL('../../step-definitions/README.md', import.meta.url),
      'utf8',
    )
    const names = [...readme.matchAll(/^\| (`[A-Z_`, ]+`) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/[A-Z_]+/g) ?? [],
    )
    assert.ok(names.includes('CONTROL_URL') && names.length > 10)
    assert.deepEqual(misspeltSettings(Object.fromEntries(names.map((name) => [name, '1']))), [])
  })

  for (const [where, names] of Object.entries({
    'a shell': `PATH HOME USER LOGNAME SHELL SHLVL PWD OLDPWD LANG LANGUAGE LC_ALL TERM COLORTERM DISPLAY EDITOR
      PAGER HOSTNAME HOSTTYPE MACHTYPE OSTYPE TMPDIR TZ MAIL SSH_CLIENT SSH_CONNECTION SSH_TTY XDG_RUNTIME_DIR
      SED AWK GREP CC CXX MAKEFLAGS POSIXLY_CORRECT FORCE_COLOR NO_COLOR CI DEBUG PORTAL GHOST SEND FEED NEED SPEED`,
    systemd:
      'JOURNAL_STREAM INVOCATION_ID NOTIFY_SOCKET LISTEN_FDS LISTEN_PID LOGS_DIRECTORY STATE_DIRECTORY',
    'a deployment': `LOG_DIR LOG_FILE LOG_FORMAT LOG_PATH STORE_ID STORE_URL HOST_UID HOST_IP HOST_PORT DB_HOST DB_PORT
      REDIS_HOST REDIS_PORT HTTP_PORT HTTPS_PORT API_PORT API_HOST PORT_HTTP SEED_DATA DB_SEED MAX_RETRIES
      MAX_CONNECTIONS_PER_HOST DB_MAX_CONNECTIONS CONTROL_PLANE_HOST CONTROLLER_PORT CONTROLLER_HOST ACCESS_TOKEN
      CORS_ENABLED CORS_ALLOWED_ORIGINS ALLOWED_HOSTS EXECUTION_ID EXECUTION_ENV EXECUTION_ROLE OUTCOME`,
    'Node and npm': `NODE NODE_ENV NODE_OPTIONS NODE_PATH NODE_COMPILE_CACHE INIT_CWD npm_execpath npm_node_execpath
      npm_lifecycle_event npm_lifecycle_script npm_package_name npm_package_version npm_config_cache npm_config_prefix
      npm_config_registry npm_config_user_agent npm_config_loglevel npm_config_noproxy npm_config_logs_dir npm_config_logs_max
      npm_config_maxsockets npm_config_proxy npm_config_store_dir npm_config_local_prefix npm_command COLOR`,
    'GitHub Actions': `GITHUB_ACTIONS GITHUB_ACTION GITHUB_ACTOR GITHUB_API_URL GITHUB_BASE_REF GITHUB_ENV GITHUB_EVENT_NAME
      GITHUB_HEAD_REF GITHUB_JOB GITHUB_OUTPUT GITHUB_PATH GITHUB_REF GITHUB_REPOSITORY GITHUB_RUN_ID GITHUB_SERVER_URL
      GITHUB_SHA GITHUB_STEP_SUMMARY GITHUB_TOKEN GITHUB_WORKFLOW GITHUB_WORKSPACE RUNNER_ARCH RUNNER_NAME RUNNER_OS
      RUNNER_TEMP RUNNER_TOOL_CACHE ACTIONS_RUNTIME_TOKEN ACTIONS_CACHE_URL ImageOS ImageVersion AGENT_TOOLSDIRECTORY`,
    'GitLab CI': `GITLAB_CI GITLAB_USER_LOGIN CI_API_V4_URL CI_COMMIT_BRANCH CI_COMMIT_SHA CI_JOB_ID CI_JOB_NAME CI_JOB_STAGE
      CI_JOB_TOKEN CI_PIPELINE_ID CI_PROJECT_DIR CI_PROJECT_PATH CI_REGISTRY CI_RUNNER_ID CI_SERVER_HOST CI_SERVER_PORT
      CI_SERVER_SHELL_SSH_HOST CI_SERVER_SHELL_SSH_PORT CI_DEPENDENCY_PROXY_SERVER`,
    Jenkins: `BUILD_ID BUILD_NUMBER BUILD_TAG BUILD_URL EXECUTOR_NUMBER JENKINS_HOME JENKINS_URL JOB_NAME JOB_URL NODE_NAME
      NODE_LABELS STAGE_NAME WORKSPACE HUDSON_URL`,
    'CircleCI and Azure': `CIRCLE_BRANCH CIRCLE_JOB CIRCLE_NODE_TOTAL CIRCLE_SHA1 CIRCLE_WORKFLOW_ID AGENT_ID AGENT_NAME
      BUILD_REASON BUILD_SOURCESDIRECTORY SYSTEM_TEAMPROJECT TF_BUILD`,
    Windows: `ALLUSERSPROFILE APPDATA ComSpec HOMEDRIVE HOMEPATH LOCALAPPDATA LOGONSERVER NUMBER_OF_PROCESSORS OS Path
      PATHEXT PROCESSOR_ARCHITECTURE ProgramData ProgramFiles PROMPT PUBLIC SystemDrive SystemRoot TEMP TMP USERDOMAIN
      USERNAME USERPROFILE windir`,
  })) {
    test(`mentions the environment of ${where}`, () => {
      const environment = Object.fromEntries(names.split(/\s+/).map((name) => [name, '1']))
      assert.ok(Object.keys(environment).length > 5)
      assert.deepEqual(misspeltSettings(environment), [])
    })
  }

  test('mentions what Kubernetes sets for a service named papertape', () => {
    const environment = {
      PAPERTAPE_PORT: 'tcp://10.0.0.1:8080',
      PAPERTAPE_PORT_8080_TCP_ADDR: '10.0.0.1',
      PAPERTAPE_SERVICE_HOST: '10.0.0.1',
      PAPERTAPE_SERVICE_PORT: '8080',
    }
    assert.deepEqual(misspeltSettings(environment), [])
  })
})
