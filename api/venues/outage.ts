import { CommitFailed } from '../../engine/index.ts'

/** Creates the state of a venue that may be starting again. At first it is up. */
export function createOutage() {
  let reason: CommitFailed | undefined
  let loading: PromiseWithResolvers<void> | undefined
  let isStarting = false

  /** The log has been read, or could not be. */
  function loaded(): void {
    loading?.resolve()
    loading = undefined
  }

  const because = (message: string) => new CommitFailed(message, 'not-recorded')

  return {
    /** Why nothing can be recorded now; undefined while the venue is up. */
    get reason() {
      return reason
    },
    /** Resolves when the venue serves reads, or cannot; undefined while it does. */
    get loading() {
      return loading?.promise
    },
    /** Whether the venue is starting, and no try has failed. */
    get isStarting() {
      return isStarting
    },
    begin(message: string) {
      reason = because(message)
      isStarting = true
      loading ??= Promise.withResolvers()
    },
    loaded,
    /** A try has failed. */
    fail({ message }: Error) {
      reason = because(message)
      isStarting = false
      loaded()
    },
    /** The venue is up, or closed for good. */
    end() {
      reason = undefined
      isStarting = false
      loaded()
    },
  }
}
