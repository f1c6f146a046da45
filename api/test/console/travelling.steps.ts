import { Given, Then, When } from '@cucumber/cucumber'
import type { Desk } from './support/world.ts'

Given('a day has passed', function (this: Desk) {
  return this.simulator.advance({ byMs: 86_400_000 })
})

When('he travels to position {int}', function (this: Desk, position: number) {
  return this.page.getByRole('slider', { name: 'Position' }).fill(`${position}`)
})

When('he presses Escape', function (this: Desk) {
  return this.page.keyboard.press('Escape')
})

When('Bob opens the console with {string}', function (this: Desk, query: string) {
  return this.open(query)
})

Then(
  'he reads that he sees the past, as it was at position {int}',
  function (this: Desk, position: number) {
    return this.page.getByText(`The past: as it was at position ${position}`).waitFor()
  },
)
