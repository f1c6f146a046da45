/**
 * The members of `testcontainers` that we use. The package itself is not installed here, because it brings 170 others
 * and install scripts. `npm run examples` uses the real one.
 */
declare module 'testcontainers' {
  export class GenericContainer {
    constructor(image: string)
    withExposedPorts(...ports: number[]): this
    withEnvironment(environment: Record<string, string>): this
    withWaitStrategy(strategy: object): this
    start(): Promise<StartedTestContainer>
  }

  export interface StartedTestContainer {
    getHost(): string
    getMappedPort(port: number): number
  }

  export class AbstractStartedContainer implements StartedTestContainer {
    constructor(started: StartedTestContainer)
    getHost(): string
    getMappedPort(port: number): number
  }

  export const Wait: { forHttp(path: string, port: number): object }
}
