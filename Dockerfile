# docker build -t openaudit . && docker run --rm --network none -v "$PWD:/src:ro" openaudit check --offline .
FROM python:3.13-slim AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY openaudit openaudit
COPY rules rules
COPY licenses licenses
RUN pip wheel --no-cache-dir --wheel-dir /wheels '.[texts]'

FROM python:3.13-slim
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-index --find-links /wheels 'openaudit-license[texts]' && rm -r /wheels \
    && useradd --create-home openaudit
USER openaudit
WORKDIR /src
ENTRYPOINT ["openaudit"]
CMD ["check", "--offline", "."]
