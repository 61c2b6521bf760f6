# One image for web, worker, clock and migrations. Nothing in it is written to while it runs.
ARG PYTHON=3.13

FROM node:24-slim AS front
WORKDIR /front
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:${PYTHON}-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements/run.txt /tmp/run.txt
RUN /venv/bin/pip install --no-deps --require-hashes -r /tmp/run.txt
WORKDIR /app
COPY manage.py ./
COPY crm crm
COPY customers customers
COPY engagement engagement
COPY feedback feedback
COPY metrics metrics
COPY templates templates
COPY static static
COPY --from=front /front/node_modules node_modules
# Compressed here, once, so that no start has to. Of the packages only the letters stay: paper needs them.
RUN STATIC_ROOT=/app/collected STATICFILES_STORAGE=crm.web.static_storage.HashedCompressed \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
 && find node_modules -mindepth 1 -maxdepth 1 ! -name dejavu-fonts-ttf -exec rm -rf {} + \
 && /venv/bin/python -m compileall -q /venv /app

FROM python:${PYTHON}-slim-bookworm AS app
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin regulars \
 && install -d -o regulars -g regulars /state
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CELERY_SKIP_CHECKS=1 \
    DJANGO_SETTINGS_MODULE=crm.settings \
    ENVIRONMENT=production \
    REGULARS_HOME=/state \
    STATIC_ROOT=/app/collected \
    STATICFILES_STORAGE=crm.web.static_storage.HashedCompressed
USER regulars
VOLUME /state
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=6 CMD ["python", "crm/embedded/healthcheck.py"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-class", "crm.web.door.Door", "--workers", "2", "--threads", "4", "--preload", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--graceful-timeout", "25", "crm.wsgi:application"]
