/** A step or a hook. */
export type Definition = (this: unknown, ...values: unknown[]) => unknown

/** Wraps a step or a hook: if it fails, `failed` returns its result instead, or throws. */
export const catching = (
  run: Definition,
  failed: (error: unknown, world: unknown) => unknown,
): Definition =>
  function (this: unknown, ...values) {
    const onError = (error: unknown) => failed(error, this)
    try {
      const result = run.apply(this, values)
      return result instanceof Promise ? result.catch(onError) : result
    } catch (error) {
      return onError(error)
    }
  }
