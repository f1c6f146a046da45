# The platform: Node, its runtime dependencies, engine/ and api/.

FROM node:24-bookworm-slim AS modules
WORKDIR /papertape
COPY package.json package-lock.json ./
COPY api/description/copy-swagger-ui.ts api/description/swagger-ui-files.ts api/description/swagger-ui-start.js api/description/
COPY api/console/copy-page.ts api/console/library-files.ts api/console/
# The files that pages load are copied and their packages removed. That of Swagger UI brings an install script.
# Node runs no TypeScript under node_modules, so declarations and sources there only take space.
RUN npm ci --ignore-scripts \
 && node api/description/copy-swagger-ui.ts pages/description \
 && node api/console/copy-page.ts pages/console \
 && npm prune --omit=dev --ignore-scripts \
 && find node_modules -type f \( -name '*.ts' -o -name '*.cts' -o -name '*.mts' -o -name '*.map' \) -delete

FROM node:24-bookworm-slim
WORKDIR /papertape
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
COPY --from=modules /papertape/node_modules node_modules/
# The user that runs the platform owns the files: a checkout may be readable by its owner only.
COPY --chown=node:node package.json ./
COPY --chown=node:node engine/ engine/
COPY --chown=node:node api/ api/
COPY --from=modules --chown=node:node /papertape/pages/ api/
# A new volume mounted here gets this owner. SQLite also creates files beside its own.
RUN install -d -o node -g node /data
USER node
EXPOSE 8080 8081
CMD ["node", "api/server.ts"]
