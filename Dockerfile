# The final image holds the program and the certificates of the public authorities, and nothing else: no shell, no package manager.
#
# Fully qualified names, so that every builder takes the same images; a build that must be repeatable to the byte pins them by digest.
FROM docker.io/library/golang:1.26-bookworm AS build
WORKDIR /src
# The modules first: this layer is made anew only when they change.
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags='-s -w' -o /out/congvan .
# Empty folders for the data, for keys that several servers share, and for uploads on their way; a volume put there belongs to the user below.
RUN mkdir -p /out/data/development-keys /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/tmp /tmp
COPY --from=build /out/congvan /congvan
USER 65532:65532
ENV CONGVAN_ADDRESS=0.0.0.0:8080 CONGVAN_DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["/congvan", "doctor", "--address=127.0.0.1:8080"]
ENTRYPOINT ["/congvan"]
