import assert from 'node:assert/strict'
import { it } from 'node:test'
import { namingFloods } from './naming-floods.ts'

const flood = 'the stream to Bob was cut off after more than 4 MiB'
const failing = (message: string) => async (): Promise<never> => {
  throw new Error(message)
}
const after = (floods: readonly string[], message: string) =>
  namingFloods(failing(message)).call({ floods })

it('A step that fails after a flood fails because of the flood', async () => {
  await assert.rejects(Promise.resolve(after([flood], 'Bob received nothing')), { message: flood })
})

it('Any other failure stays as it is', async () => {
  await assert.rejects(Promise.resolve(after([], 'late')), { message: 'late' })
  const complaints = `${flood}\nBob received nothing`
  await assert.rejects(Promise.resolve(after([flood], complaints)), { message: complaints })
  await assert.rejects(Promise.resolve(namingFloods(failing('no')).call(undefined)), /no/)
})
