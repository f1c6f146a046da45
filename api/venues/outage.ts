import { type Clock, CommitFailed, type Instant } from '../../engine/index.ts'

/** Creates the state of a venue that may be starting again. At first it is up. */
export function createOutage(clock: Clock) {
  let reason: CommitFailed | undefined
  let loading: PromiseWithResolvers<void> | undefined
  let phase: 'up' | 'starting' | 'failing' = 'up'
  let waitsUntil: Instant | undefined
  let endWait = () => {}

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
    /** The reason, if a try to start again has failed. */
    get failure() {
      return phase === 'failing' ? reason : undefined
    },
    /** Resolves when the venue serves reads, or cannot; undefined while it does. */
    get loading() {
      return loading?.promise
    },
    /** Whether the venue is starting without waiting for its clock, and no try has failed. */
    get isStarting() {
      return phase === 'starting' && waitsUntil === undefined
    },
    /** The earliest end of the outage on the venue's clock; undefined unless it waits for that. */
    get waitsUntil() {
      return waitsUntil
    },
    begin(message: string) {
      endWait()
      reason = because(message)
      phase = 'starting'
      loading ??= Promise.withResolvers()
    },
    loaded,
    /** Resolves at an instant on the venue's clock, or when the outage ends or begins anew before. */
    until(due: Instant): Promise<void> {
      if (due <= clock.now()) return Promise.resolve()
      const { promise, resolve } = Promise.withResolvers<void>()
      waitsUntil = due
      const cancel = clock.schedule(due, () => endWait())
      endWait = () => {
        cancel()
        waitsUntil = undefined
        resolve()
      }
      return promise
    },
    /** A try has failed. */
    fail({ message }: Error) {
      reason = because(message)
      phase = 'failing'
      loaded()
    },
    /** The venue is up, or closed for good. */
    end() {
      endWait()
      reason = undefined
      phase = 'up'
      loaded()
    },
  }
}
