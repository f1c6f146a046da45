export type Tagged = { readonly tags: readonly { readonly name: string }[] }

const hasOneOf =
  (...names: string[]) =>
  ({ tags }: Tagged) =>
    tags.some(({ name }) => names.includes(name))

/** Whether a scenario measures time, so that it must run alone. */
export const isAlone = hasOneOf('@alone', '@performance')

/**
 * Whether a scenario measures time, but sends so little that scenarios that mostly wait may run
 * beside it.
 */
export const isQuiet = hasOneOf('@quiet')

/**
 * Whether a trader has to send a request (or two, one after the other) before an order is executed.
 */
export const isInTime = hasOneOf('@in-time')
export const isInTimeTwice = hasOneOf('@in-time-twice')

/**
 * Whether a scenario runs in the main venue and in real time, even if the target offers control.
 */
export const isRealTime = hasOneOf('@realtime', '@quiet', '@alone', '@performance')

/** Whether a scenario judges what happens to many requests at the same moment. */
export const needsManyAtOnce = hasOneOf('@many-at-once')
