import { defineParameterType } from '@cucumber/cucumber'

/** Defines a parameter type by its words, each with the value that a step receives for it. */
export const defineWords = (name: string, values: Readonly<Record<string, unknown>>): void =>
  defineParameterType({
    name,
    regexp: Object.keys(values),
    transformer: (words: string) => values[words],
  })
