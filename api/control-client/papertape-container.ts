/** The entry `papertape/testcontainers`. It needs the package `testcontainers`, which papertape does not install. */
import { nanoid } from 'nanoid'
import { AbstractStartedContainer, GenericContainer, Wait } from 'testcontainers'
import { connect } from './connect.ts'
import type { PlatformControl } from './platform-control.ts'
import { publishedImage } from './published-image.ts'

const port = 8080
const controlPort = 8081

/**
 * The platform in a container, for tests with [Testcontainers](https://node.testcontainers.org):
 * `await new PapertapeContainer().withEnvironment({ SEED: '42' }).start()`. The settings of the platform are
 * environment variables. Its control API requires a token, which is drawn for each container.
 */
export class PapertapeContainer extends GenericContainer {
  readonly #token = nanoid()

  /**
   * `image` is the name of the image. Default: the image that was published with this package. Throws an Error if there
   * is none.
   */
  constructor(image: string = publishedImage()) {
    super(image)
    this.withExposedPorts(port, controlPort)
      .withEnvironment({ CONTROL_HOST: '0.0.0.0', CONTROL_TOKEN: this.#token })
      .withWaitStrategy(Wait.forHttp('/health', port))
  }

  override async start(): Promise<StartedPapertapeContainer> {
    return new StartedPapertapeContainer(await super.start(), this.#token)
  }
}

/** A running container. */
export class StartedPapertapeContainer extends AbstractStartedContainer {
  /** The token of the control API. */
  readonly token: string

  constructor(started: Awaited<ReturnType<GenericContainer['start']>>, token: string) {
    super(started)
    this.token = token
  }

  /** The base URL of the REST API. */
  get url(): string {
    return this.#urlOf(port)
  }

  /** The base URL of the control API. */
  get controlUrl(): string {
    return this.#urlOf(controlPort)
  }

  /** Connects to the control API, as `connect` does. */
  connect(): Promise<PlatformControl> {
    return connect({ controlUrl: this.controlUrl, token: this.token })
  }

  #urlOf(inside: number): string {
    return `http://${this.getHost()}:${this.getMappedPort(inside)}`
  }
}
