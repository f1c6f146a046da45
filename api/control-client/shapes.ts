import type { ControlClient } from './control-request.ts'

/** The rules of one kind in a venue. They run in the order they were added. */
export interface RuleControl<Draft, Rule> {
  /**
   * Adds a rule after all others of its kind.
   * @example
   * const rule = await venue.faults.add({ at: 'after-commit', action: { does: 'reset' }, times: 1 })
   */
  add(draft: Draft): Promise<Rule>
  /**
   * Lists all rules and what they have done so far, including ended ones.
   * @example
   * const [first] = await venue.faults.list()
   * const isUsed = first !== undefined && first.hits > 0
   */
  list(): Promise<Rule[]>
  /**
   * Removes one rule.
   * @example
   * const { id } = await venue.faults.add({ at: 'before-commit', action: { does: 'close' } })
   * await venue.faults.remove(id)
   */
  remove(id: string): Promise<void>
  /**
   * Removes all rules of this kind.
   * @example
   * await venue.faults.clear()
   */
  clear(): Promise<void>
}

/** A setting of a venue. */
export interface SettingControl<Draft, State> {
  /**
   * Reads the current setting.
   * @example
   * const { before, after } = await venue.latency.read()
   */
  read(): Promise<State>
  /**
   * Sets it from now on.
   * @example
   * await venue.latency.set({ before: { minMs: 100, maxMs: 1000 } })
   */
  set(draft: Draft): Promise<State>
}

/** The rules at a path. */
export const rulesAt = <Draft extends object, Rule>(
  { request }: ControlClient,
  path: string,
): RuleControl<Draft, Rule> => ({
  add: (draft) => request('POST', path, draft),
  list: () => request('GET', path),
  remove: (id) => request('DELETE', `${path}/${encodeURIComponent(id)}`),
  clear: () => request('DELETE', path),
})

/** The setting at a path. */
export const settingAt = <Draft extends object, State>(
  { request }: ControlClient,
  path: string,
): SettingControl<Draft, State> => ({
  read: () => request('GET', path),
  set: (draft) => request('PUT', path, draft),
})
