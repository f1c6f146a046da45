# The platform: Node, its runtime dependencies, engine/ and api/.

FROM node:24-bookworm-slim AS modules
WORKDIR /papertape
COPY package.json package-lock.json ./
COPY api/description/copy-pages.ts api/description/swagger-ui-files.ts api/description/swagger-ui-start.js api/description/
# Of the development dependencies only Swagger UI's files come along: its package brings an install script.
# Node reads no TypeScript under node_modules, so declarations and sources there only take up room.
RUN npm ci --ignore-scripts \
 && node api/description/copy-pages.ts pages \
 && npm prune --omit=dev --ignore-scripts \
 && find node_modules -type f \( -name '*.ts' -o -name '*.cts' -o -name '*.mts' -o -name '*.map' \) -delete

FROM node:24-bookworm-slim
WORKDIR /papertape
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
COPY --from=modules /papertape/node_modules node_modules/
# Owned by the user who runs it: a checkout may be readable by its owner alone.
COPY --chown=node:node package.json ./
COPY --chown=node:node engine/ engine/
COPY --chown=node:node api/ api/
COPY --from=modules --chown=node:node /papertape/pages/ api/description/
USER node
EXPOSE 8080 8081
CMD ["node", "api/server.ts"]
