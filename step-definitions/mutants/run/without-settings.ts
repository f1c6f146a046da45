type Environment = Readonly<Record<string, string | undefined>>

/** The settings of the specification and of our own server; the READMEs explain them. */
const settings: ReadonlySet<string> = new Set([
  ...['BASE_URL', 'CONTROL_URL', 'PROFILE', 'DIALECT', 'CONNECT_MS', 'REPORTS', 'REPEAT', 'MUTANT'],
  ...['ORDERS', 'LISTENERS', 'THRESHOLDS', 'BASELINE', 'TOLERANCE'],
  ...['HOST', 'PORT', 'CONTROL', 'CONTROL_HOST', 'CONTROL_PORT', 'CONTROL_TOKEN', 'CORS_ORIGINS'],
  ...['ALLOWED_HOSTS', 'CONTROL_ALLOWED_HOSTS', 'PUBLIC_URL', 'PUBLIC_CONTROL_URL'],
  ...['LATENCY_MS', 'EXECUTION_DELAY_MS', 'OUTCOME_HEADERS', 'SEED', 'JOURNAL', 'LOG_LEVEL'],
  ...['MAX_CONNECTIONS', 'MAX_UNREAD_BYTES', 'STORE', 'NODE_HOST'],
])

/** Removes all settings from an environment, so that every run of a mutant is the same. */
export const withoutSettings = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !settings.has(name)))
