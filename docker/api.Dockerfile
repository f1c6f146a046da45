# The platform: Node, its runtime dependencies, engine/ and api/.

FROM node:24-bookworm-slim AS modules
WORKDIR /papertape
COPY package.json package-lock.json ./
# Node reads no TypeScript under node_modules, so declarations and sources there only take up room.
RUN npm ci --omit=dev --ignore-scripts \
 && find node_modules -type f \( -name '*.ts' -o -name '*.cts' -o -name '*.mts' -o -name '*.map' \) -delete

FROM node:24-bookworm-slim
WORKDIR /papertape
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
COPY --from=modules /papertape/node_modules node_modules/
# Owned by the user who runs it: a checkout may be readable by its owner alone.
COPY --chown=node:node package.json ./
COPY --chown=node:node engine/ engine/
COPY --chown=node:node api/ api/
USER node
EXPOSE 8080
CMD ["node", "api/server.ts"]
