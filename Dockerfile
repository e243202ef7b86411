# The service in an image of its own: docker build --build-arg TORCH_BUILDS=ADDRESS --tag kumppani .
# TORCH_BUILDS is a package index with PyTorch's CPU builds; without it the larger default build is installed.
FROM python:3.11-slim AS build
ARG TORCH_BUILDS=""
WORKDIR /source
RUN python -m venv /opt/kumppani
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY recommender recommender
COPY training training
COPY api api
RUN /opt/kumppani/bin/pip install --no-cache-dir ${TORCH_BUILDS:+--extra-index-url "$TORCH_BUILDS"} --constraint constraints.txt '.[telemetry]'

FROM python:3.11-slim
RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data kumppani && install -d -o kumppani /data
COPY --from=build /opt/kumppani /opt/kumppani
ENV PATH=/opt/kumppani/bin:$PATH PYTHONUNBUFFERED=1 OMP_NUM_THREADS=1 \
    KUMPPANI_WORKSPACE=/data/workspace KUMPPANI_MODELS=/data/models KUMPPANI_HOST=0.0.0.0 KUMPPANI_PORT=8000
USER kumppani
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
ENTRYPOINT ["kumppani"]
CMD ["serve"]
