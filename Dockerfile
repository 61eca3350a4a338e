# Lints the folder mounted at /specs, as any user, with a read-only root and without a network:
#   docker build --tag modelspec-lint .
#   docker run --rm --network none --read-only --volume "$PWD:/specs:ro" modelspec-lint
FROM python:3.13.15-slim-bookworm@sha256:2325bb286ec344af3e5898cc224b5844e2707ac6e26b1632516fd3edc84a5e26 AS build
WORKDIR /source
COPY LICENSE README.md pyproject.toml setup.py ./
COPY knowledge_base/ knowledge_base/
COPY linter/ linter/
COPY rules/ rules/
COPY schema/ schema/
RUN ["python", "-m", "pip", "wheel", "--no-cache-dir", "--wheel-dir", "/wheels", "."]

FROM python:3.13.15-slim-bookworm@sha256:2325bb286ec344af3e5898cc224b5844e2707ac6e26b1632516fd3edc84a5e26
LABEL org.opencontainers.image.title="modelspec-lint" \
      org.opencontainers.image.licenses="Apache-2.0"
# The only version in reach is the one that was built above.
# hadolint ignore=DL3013
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    ["python", "-m", "pip", "install", "--no-cache-dir", "--no-index", "--find-links", "/wheels", "modelspec-lint"]
USER 65532:65532
WORKDIR /specs
ENTRYPOINT ["modelspec"]
CMD ["lint", "."]
