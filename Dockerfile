# The node as an image. docker-compose.yml runs it with what it needs of its host; docs/operations.md tells more.
#
# Build arguments:
#   BUILD_IMAGE     an image with a Swift 6 toolchain on Debian or Ubuntu
#   RUNTIME_IMAGE   what the node runs in: the same release of the same distribution
#   PROGRAMS        "compile", or "ready": script/build has made them in .build/dist, on that same release; the build
#                   image is then only copied from and needs no toolchain
ARG BUILD_IMAGE=swift:6.3-bookworm
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build
ARG PROGRAMS=compile
WORKDIR /source
COPY . .
RUN case $PROGRAMS in \
    compile) rm -rf .build && script/build ;; \
    ready) ;; \
    *) echo "PROGRAMS is compile or ready, not $PROGRAMS" >&2; exit 64 ;; \
    esac \
    && mkdir /programs && cp .build/dist/aerekos-worker .build/dist/conductord /programs/

FROM ${RUNTIME_IMAGE} AS runtime
LABEL org.opencontainers.image.title="aerekos worker node" \
    org.opencontainers.image.description="Runs the services that a conductor asks for on the container engine of its host"
COPY script/packages /tmp/packages
# What the programs load: libcurl brings OpenSSL along.
RUN /tmp/packages ca-certificates libcurl4 libsqlite3-0 && rm -rf /tmp/packages /var/lib/apt/lists/*
COPY --from=build /programs/ /usr/bin/
# Started as these, and for `docker exec NODE workerctl …`.
RUN for program in supervisor heartbeatd probed deployd apid workerctl; do \
    ln -s aerekos-worker /usr/bin/$program; \
    done

# A new volume gets the mode of the directory that it covers.
RUN mkdir -m 700 /var/lib/aerekos-worker /var/lib/aerekos-conductor
# The identity and the services wanted: what must outlive the container.
VOLUME /var/lib/aerekos-worker
EXPOSE 3001
# Whether the node's own parts are ready. That a conductor or an engine is away is nothing that a new container mends.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["workerctl", "subsystems"]
# The supervisor is the first process: it reaps orphans and passes SIGTERM on; no other init is needed.
ENTRYPOINT ["/usr/bin/aerekos-worker", "supervisor"]
