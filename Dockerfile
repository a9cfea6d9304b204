# The image of the services web, worker and migrate. What only builds it stays in the first stage.

FROM python:3.13-slim AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /site
COPY pyproject.toml uv.lock .python-version ./
RUN uv sync --frozen --no-default-groups --group build
COPY . .
RUN .venv/bin/pybabel --quiet compile --directory locale --domain django \
    && PORTAL_DATA=/tmp/build .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && uv sync --frozen --no-default-groups

FROM python:3.13-slim
# The letters of share pictures, in every script that Noto has, and what joins them from right to left.
# Without versions: Debian keeps the newest of each alone.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fontconfig fonts-noto-core fonts-noto-cjk libfribidi0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --home-dir /data portal && install --directory --owner=portal /data
COPY --from=build /site /site
WORKDIR /site
USER 10001
ENV PATH=/site/.venv/bin:$PATH PYTHONUNBUFFERED=1 PORTAL_DATA=/data GRANIAN_HOST=0.0.0.0 GRANIAN_PORT=8000
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["deploy/healthcheck"]
CMD ["deploy/serve"]
