# The app in an image: built once, configured only by its environment. The image contains no setting and no secret.
# It also contains the doctor, which checks the settings: docker run --env-file .env digital-human-chat node doctor.js
#   docker build -t digital-human-chat .
# The vendor's SDK in public/metastudio-sdk/ becomes part of the image. Its terms forbid redistribution.

# The newest version that the tests run on.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
ENV BUILD_STANDALONE=1 NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
# Only the root's packages: the emulator, the examples and the tools are workspaces, and the app needs none of theirs.
RUN npm ci --ignore-scripts --workspaces=false
COPY . .
# The IDs of server actions depend on this key. With the same key, pages of the old build work with the new one.
RUN --mount=type=secret,id=server_actions_key \
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY="$(cat /run/secrets/server_actions_key 2>/dev/null || true)" npm run build

FROM ${NODE_IMAGE}
WORKDIR /app
# Root owns the files and the server does not run as root, so it cannot change its own code.
COPY --from=build /app/.next/standalone ./
COPY --from=build /app/.next/static ./.next/static
COPY --from=build /app/public ./public
# HOSTNAME: the address to listen on; a container engine sets it to the container's name.
# KEEP_ALIVE_TIMEOUT: longer than the proxy keeps idle connections (Caddy: 2 minutes). Otherwise the proxy may use one
# that this server is closing.
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000 KEEP_ALIVE_TIMEOUT=130000
USER 65534:65534
EXPOSE 3000
# `agent: false`: never through a proxy, even with NODE_USE_ENV_PROXY.
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
    CMD ["node", "-e", "require('http').get({ host: '127.0.0.1', port: process.env.PORT, path: '/api/health', agent: false }, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
# Without npm, which would not pass on SIGTERM: on SIGTERM the server accepts no new request, finishes the current ones,
# and exits with 143.
CMD ["node", "server.js"]
