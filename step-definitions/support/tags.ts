export type Tagged = { readonly tags: readonly { readonly name: string }[] }

const aloneTags = new Set(['@alone', '@performance'])

/** Whether a scenario measures time, so that nothing else may run beside it. */
export const isAlone = ({ tags }: Tagged) => tags.some(({ name }) => aloneTags.has(name))

/** Whether a scenario is about the main venue and real time, whatever could be controlled. */
export const isRealTime = (scenario: Tagged) =>
  isAlone(scenario) || scenario.tags.some(({ name }) => name === '@realtime')
