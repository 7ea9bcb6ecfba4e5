# The application with everything that it needs. Secrets come as files, data as a volume: see compose.yaml.
FROM python:3.11-slim

# Pango draws the report as PDF; the client tools of PostgreSQL make backups.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core postgresql-client \
 && rm -rf /var/lib/apt/lists/*

RUN useradd --create-home --uid 10001 clearbar && install -d -o clearbar -g clearbar -m 0700 /data
WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY src ./src
RUN pip install --no-cache-dir --no-deps ".[web,postgres]"

USER clearbar
ENV CLEARBAR_DATA=/data OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/alive/', timeout=4)"]
CMD ["clearbar", "serve", "--host", "0.0.0.0", "--no-worker"]
