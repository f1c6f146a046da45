import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildIn } from './build.ts'

const commit = '0123456789abcdef0123456789abcdef01234567'

describe('The build of a CI system', () => {
  it('is what GitHub Actions sets', () => {
    const build = buildIn({
      GITHUB_SHA: commit,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'someone/venue',
      GITHUB_RUN_ID: '42',
    })
    assert.deepEqual(build, { commit, ciUrl: 'https://github.com/someone/venue/actions/runs/42' })
  })

  it('is what GitLab CI sets, without credentials', () => {
    const CI_JOB_URL = 'https://user:secret@gitlab.example/venue/-/jobs/7'
    const build = buildIn({ CI_COMMIT_SHA: commit, CI_JOB_URL })
    assert.deepEqual(build, { commit, ciUrl: 'https://gitlab.example/venue/-/jobs/7' })
  })

  it('is unknown elsewhere, and never a link that runs script', () => {
    assert.deepEqual(buildIn({}), {})
    assert.deepEqual(buildIn({ CI_COMMIT_SHA: '<b>', CI_JOB_URL: 'javascript:alert(1)' }), {})
  })
})
