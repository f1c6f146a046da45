# The specification: Node, cucumber-js and its dependencies, features/ and step-definitions/.

FROM node:24-bookworm-slim AS modules
WORKDIR /papertape
COPY package.json package-lock.json ./
# The lockfile decides every version. Left out: tools that check or measure the source, the npm
# package `node` (the base image has it), and the platform's packages (it runs elsewhere).
# Node runs no TypeScript under node_modules, so declarations and sources there only take space.
RUN npm pkg delete \
      devDependencies.@arethetypeswrong/core devDependencies.@asyncapi/parser devDependencies.@biomejs/biome devDependencies.@cucumber/gherkin-utils devDependencies.@redocly/openapi-core \
      devDependencies.@types/d3-array devDependencies.@types/node devDependencies.@types/ws \
      devDependencies.fast-check devDependencies.node devDependencies.publint devDependencies.swagger-ui-dist devDependencies.typescript \
      dependencies.@hono/node-server dependencies.@hono/swagger-ui dependencies.@hono/zod-openapi \
      dependencies.hono dependencies.pino dependencies.pino-pretty \
      dependencies.xstate dependencies.zod \
 && npm install --ignore-scripts \
 && find node_modules -type f \( -name '*.ts' -o -name '*.cts' -o -name '*.mts' -o -name '*.map' \) -delete

FROM node:24-bookworm-slim
WORKDIR /papertape
COPY --from=modules /papertape/node_modules node_modules/
# The user that runs the specification owns the files: a checkout may be readable by its owner only.
COPY --chown=node:node package.json ./
COPY --chown=node:node features/ features/
COPY --chown=node:node step-definitions/ step-definitions/
# For a run without a mounted folder.
RUN install -d -o node -g node reports
USER node
# Arguments after `--` go to cucumber-js, such as `-- --tags @performance`.
ENTRYPOINT ["node", "--run", "spec"]
