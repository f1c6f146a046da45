import { When } from '@cucumber/cucumber'
import type { TradingFloor } from './support/world.ts'

When('{span} pass(es)', function (this: TradingFloor, ms: number) {
  return this.venue.letPass(ms)
})
