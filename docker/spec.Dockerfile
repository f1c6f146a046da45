# The specification: Node, what cucumber-js needs to run it, features/ and step-definitions/.

FROM node:24-bookworm-slim AS modules
WORKDIR /papertape
COPY package.json package-lock.json ./
# The lockfile decides every version. Left out: the tools that check or measure the source, the npm
# package `node` (the base image has it), and the platform's own packages (it runs elsewhere).
# Node reads no TypeScript under node_modules, so declarations and sources there only take up room.
RUN npm pkg delete \
      devDependencies.@asyncapi/parser devDependencies.@biomejs/biome devDependencies.@cucumber/gherkin-utils devDependencies.@redocly/openapi-core \
      devDependencies.@types/d3-array devDependencies.@types/node devDependencies.@types/ws \
      devDependencies.fast-check devDependencies.node devDependencies.swagger-ui-dist devDependencies.typescript \
      dependencies.@hono/node-server dependencies.@hono/swagger-ui dependencies.@hono/zod-openapi \
      dependencies.hono dependencies.pino dependencies.pino-pretty \
      dependencies.xstate dependencies.zod \
 && npm install --ignore-scripts \
 && find node_modules -type f \( -name '*.ts' -o -name '*.cts' -o -name '*.mts' -o -name '*.map' \) -delete

FROM node:24-bookworm-slim
WORKDIR /papertape
COPY --from=modules /papertape/node_modules node_modules/
# Owned by the user who runs it: a checkout may be readable by its owner alone.
COPY --chown=node:node package.json ./
COPY --chown=node:node features/ features/
COPY --chown=node:node step-definitions/ step-definitions/
# For a run that nothing is mounted for.
RUN install -d -o node -g node reports
USER node
# Arguments go to cucumber-js: after `--`, such as `-- --tags @performance`.
ENTRYPOINT ["node", "--run", "spec"]
