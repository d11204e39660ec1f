#!/usr/bin/env bash
# Makes what compose.yaml needs and no repository holds: passwords (.env), secrets and a certificate (made/). Repeated, it
# changes nothing that is there: with other secrets no personal value can be opened any more.
set -euo pipefail
cd "$(dirname "$0")"
umask 077
mkdir -p made

random() { openssl rand -hex 24; }

if [ ! -f .env ]; then
    printf '%s\n' "SCHAKEL_UID=$(id -u)" "SCHAKEL_GID=$(id -g)" "OWNER_PASSWORD=$(random)" "SERVICE_PASSWORD=$(random)" \
        "CLIENT_SECRET=$(random)" >.env
fi

if [ ! -f made/authority.pem ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 -subj "/CN=Schakel compose" \
        -keyout made/authority.key -out made/authority.pem 2>/dev/null
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=localhost" \
        -keyout made/server.key -out made/server.csr 2>/dev/null
    openssl x509 -req -in made/server.csr -CA made/authority.pem -CAkey made/authority.key -CAcreateserial -days 397 \
        -extfile <(printf 'subjectAltName=DNS:localhost,DNS:login,DNS:schakel,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n') \
        -out made/server.pem 2>/dev/null
    rm made/server.csr made/authority.key
fi

if [ ! -f made/secrets.toml ]; then
    # The program itself, where it is at hand; else its image.
    if command -v "${PROGRAM:-schakel}" >/dev/null; then
        "${PROGRAM:-schakel}" generate-secrets >made/secrets.toml.part
    else
        docker compose run --rm --no-deps --quiet-pull migrate generate-secrets >made/secrets.toml.part
    fi
    mv made/secrets.toml.part made/secrets.toml
fi
echo "prepared; go on with: docker compose up --detach"
