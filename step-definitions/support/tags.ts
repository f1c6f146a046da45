export type Tagged = { readonly tags: readonly { readonly name: string }[] }

const hasOneOf =
  (...names: string[]) =>
  ({ tags }: Tagged) =>
    tags.some(({ name }) => names.includes(name))

/** Whether a scenario measures time, so that nothing else may run beside it. */
export const isAlone = hasOneOf('@alone', '@performance')

/** Whether a scenario measures time, and asks so little that others that only wait may run beside it. */
export const isQuiet = hasOneOf('@quiet')

/** Whether somebody in a scenario has to act before an order is executed; with two requests, one after the other. */
export const isInTime = hasOneOf('@in-time')
export const isInTimeTwice = hasOneOf('@in-time-twice')

/** Whether a scenario is about the main venue and real time, whatever could be controlled. */
export const isRealTime = hasOneOf('@realtime', '@quiet', '@alone', '@performance')
