import packageJson from '../../package.json' with { type: 'json' }

/** The parts of package.json that say what was released. */
interface Manifest {
  readonly version: string
  /** Only a release sets it. */
  readonly repository?: { readonly url: string }
}

/**
 * Returns the name of the image that the release of this package published (`.github/workflows/publish.yml`). Throws
 * an Error that says what to do if this package was not released.
 */
export function publishedImage({ version, repository }: Manifest = packageJson): string {
  const [, name] = /github\.com\/([^/]+\/[^/]+)\.git$/.exec(repository?.url ?? '') ?? []
  if (name) return `ghcr.io/${name.toLowerCase()}:${version}`
  throw new Error(
    'This package of papertape was not released, so it has no published image. Pass the name of an image, such as one that you build from docker/api.Dockerfile.',
  )
}
