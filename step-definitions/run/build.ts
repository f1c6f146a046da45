import type { Build } from '../reports/history/history.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The commit and the page of the CI run, as GitHub Actions and GitLab CI set them. */
export function buildIn(env: Environment): Build {
  const { GITHUB_SHA, GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = env
  const commit = GITHUB_SHA || env.CI_COMMIT_SHA
  const onGitHub =
    GITHUB_SERVER_URL &&
    GITHUB_REPOSITORY &&
    GITHUB_RUN_ID &&
    `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`
  const ciUrl = webAddress(onGitHub || env.CI_JOB_URL || env.CI_PIPELINE_URL || '')
  return {
    ...(commit && /^[0-9a-f]{7,64}$/i.test(commit) && { commit }),
    ...(ciUrl !== undefined && { ciUrl }),
  }
}

/** An address that a page may link to, without credentials. */
function webAddress(text: string): string | undefined {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return undefined
  url.username = ''
  url.password = ''
  return url.href
}
