type Environment = Readonly<Record<string, string | undefined>>

/** What can be set of the specification, of our own server, or of both; the READMEs say what each means. */
const settings: ReadonlySet<string> = new Set([
  ...['BASE_URL', 'CONTROL_URL', 'PROFILE', 'DIALECT', 'WAY_MS', 'REPORTS', 'REPEAT', 'MUTANT'],
  ...['ORDERS', 'LISTENERS', 'THRESHOLDS', 'BASELINE', 'TOLERANCE'],
  ...['HOST', 'PORT', 'CONTROL', 'CONTROL_HOST', 'CONTROL_PORT', 'CONTROL_TOKEN', 'CORS_ORIGINS'],
  ...['ALLOWED_HOSTS', 'CONTROL_ALLOWED_HOSTS'],
  ...['LATENCY_MS', 'EXECUTION_DELAY_MS', 'OUTCOME_HEADERS', 'SEED', 'JOURNAL', 'LOG_LEVEL'],
  ...['MAX_CONNECTIONS', 'MAX_UNREAD_BYTES'],
])

/** An environment in which nothing is set: whatever a person has set, what comes of a mutant is the same. */
export const withoutSettings = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !settings.has(name)))
