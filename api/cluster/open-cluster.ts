import { openNatsStore } from '../stores/nats-store.ts'
import type { Store } from '../stores/store.ts'
import { createDurableVenues } from '../venues/durable-venues.ts'
import type { HostedVenueOptions } from '../venues/hosted-venue.ts'
import { type LoadedVenues, mainVenue } from '../venues/venues.ts'
import { type Cluster, type ClusterOptions, createCluster } from './cluster.ts'

export interface OpenedCluster {
  readonly store: Store
  readonly loaded: LoadedVenues
  readonly cluster: Cluster
}

export interface OpenClusterOptions extends Pick<ClusterOptions, 'onRole' | 'onProblem'> {
  /** Receives how many of the messages have been read. */
  readonly onProgress: (loaded: number, total: number) => void
}

/**
 * Opens the logs on NATS servers, and joins the nodes that share them. Rejects with StoreError or
 * CommitFailed.
 */
export async function openCluster(
  url: string,
  main: Omit<HostedVenueOptions, 'name'>,
  { onProgress, ...callbacks }: OpenClusterOptions,
): Promise<OpenedCluster> {
  const store = await openNatsStore(url, { onProgress })
  const durable = createDurableVenues(store, { isShared: true })
  const defaults = { ...main, name: mainVenue }
  const cluster = createCluster({ store, durable, defaults, ...callbacks })
  const loaded: LoadedVenues = {
    durable,
    main: await cluster.openMain(),
    // The cluster opens them when it is attached.
    others: [],
    isTaken: async (name) => (await cluster.findElsewhere(name)) !== undefined,
  }
  return { store, cluster, loaded }
}
