import assert from 'node:assert/strict'
import { test } from 'node:test'
import { probit } from 'simple-statistics'
import { normalQuantile } from './normal-quantile.ts'

test('the quantiles match those published with the algorithm', () => {
  for (const [probability, quantile] of [
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.262340089798409],
  ] as const) {
    const error = normalQuantile(probability) / quantile - 1
    assert.ok(Math.abs(error) < 1e-14, `${probability}: ${error}`)
  }
})

test('the quantiles match another implementation, within its precision', () => {
  for (let percent = 1; percent < 100; percent++) {
    const error = normalQuantile(percent / 100) - probit(percent / 100)
    assert.ok(Math.abs(error) < 0.005, `${percent} %: ${error}`)
  }
})

test('the quantiles rise without a jump, and are symmetric', () => {
  assert.equal(normalQuantile(0.5), 0)
  assert.equal(normalQuantile(0), Number.NEGATIVE_INFINITY)
  assert.equal(normalQuantile(1), Number.POSITIVE_INFINITY)
  // The seams between the approximations.
  for (const seam of [0.075, Math.exp(-25)]) {
    const [below, above] = [normalQuantile(seam * (1 - 1e-9)), normalQuantile(seam * (1 + 1e-9))]
    assert.ok(above > below && above - below < 1e-7, `${seam}: ${below}, ${above}`)
  }
  for (const probability of [1e-3, 0.01, 0.3, 0.42]) {
    const sum = normalQuantile(probability) + normalQuantile(1 - probability)
    assert.ok(Math.abs(sum) < 1e-12, `${probability}: ${sum}`)
  }
})
