# The app in an image: built once, configured by its environment alone. It holds no setting and no secret, and beside the
# server the doctor, which checks the settings it is given: docker run --env-file .env digital-human-chat node doctor.js
#   docker build -t digital-human-chat .
# The vendor's SDK, when it lies in public/metastudio-sdk/, becomes part of the image: its terms forbid passing it on.

# The newest version that the tests run on.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
ENV BUILD_STANDALONE=1 NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
# Of the root alone: the emulator, the examples and the tools are workspaces, and the app needs none of their packages.
RUN npm ci --ignore-scripts --workspaces=false
COPY . .
# Server actions are found by an ID that depends on this key. With the same key, pages of the old build work on the new.
RUN --mount=type=secret,id=server_actions_key \
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY="$(cat /run/secrets/server_actions_key 2>/dev/null || true)" npm run build

FROM ${NODE_IMAGE}
WORKDIR /app
# The files belong to root and the server does not run as root: it cannot change its own code.
COPY --from=build /app/.next/standalone ./
COPY --from=build /app/.next/static ./.next/static
COPY --from=build /app/public ./public
# HOSTNAME: the address to listen on; a container engine sets it to the container's name.
# KEEP_ALIVE_TIMEOUT: longer than the proxy keeps idle connections (Caddy: 2 minutes), or it now and then picks one that
# is just being closed here.
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000 KEEP_ALIVE_TIMEOUT=130000
USER 65534:65534
EXPOSE 3000
# `agent: false`: never through a proxy, also with NODE_USE_ENV_PROXY.
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
    CMD ["node", "-e", "require('http').get({ host: '127.0.0.1', port: process.env.PORT, path: '/api/health', agent: false }, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
# Not through npm, which would keep SIGTERM to itself: on it the server takes no new request, finishes those it has, and
# ends with 143.
CMD ["node", "server.js"]
