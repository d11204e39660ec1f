#!/usr/bin/env bash
# What is in deploy/, as far as it can be looked at without running it. Lines that begin with `=` say by what.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PWD/target/tools/venv/bin:$PATH:$PWD/target/tools/bin

yamllint --strict --config-data '{extends: default, rules: {document-start: disable, line-length: disable, braces: {max-spaces-inside: 0}, brackets: {max-spaces-inside: 0}, octal-values: disable, comments: {min-spaces-from-content: 1}, comments-indentation: disable}}' deploy
echo "= yamllint"
for manifest in deploy/kubernetes/*.yaml; do
    case $manifest in */collector.yaml) continue ;; esac
    kubernetes-validate --strict --kubernetes-version 1.32 "$manifest"
    grep -q "kubernetes/$(basename "$manifest")" deploy/kustomization.yaml || {
        echo "$manifest is not in kustomization.yaml" >&2
        exit 1
    }
done
echo "= kubernetes-validate"
kubectl kustomize deploy >/dev/null
echo "= kustomize"
# Of a name of the project, version 1 of Compose knows nothing.
sed '/^name:/d' deploy/compose/compose.yaml | env SCHAKEL_UID=1 SCHAKEL_GID=1 OWNER_PASSWORD=a SERVICE_PASSWORD=b CLIENT_SECRET=c \
    docker-compose --file - --project-directory deploy/compose config >/dev/null
# Files that it mounts, but for what prepare.sh makes.
grep -oE '\.\.?/[A-Za-z./-]+:/' deploy/compose/compose.yaml | grep -v '^\./made' | sed 's|^|deploy/compose/|; s|:/$||' |
    while read -r file; do
        [ -e "$file" ] || {
            echo "$file is not there, and compose.yaml names it" >&2
            exit 1
        }
    done
echo "= compose"
hadolint --failure-threshold info deploy/container/Containerfile
echo "= hadolint"
shellcheck --external-sources --source-path deploy/backup deploy/*/*.sh scripts/*.sh
echo "= shellcheck"
promtool check rules deploy/monitoring/alerts.yml
promtool test rules deploy/monitoring/alerts.test.yml
promtool check config --syntax-only deploy/compose/prometheus.yml
echo "= promtool: alerts tried"
for document in deploy/monitoring/dashboard.json deploy/compose/realm.json; do python3 -m json.tool "$document" >/dev/null; done
if command -v systemd-analyze >/dev/null; then
    for unit in deploy/systemd/*.service; do
        systemd-analyze security --offline=true --threshold=20 --no-pager "$unit" >/dev/null || {
            echo "$unit is exposed more than it need be" >&2
            exit 1
        }
    done
    systemd-sysusers --dry-run - <deploy/systemd/schakel.sysusers.conf >/dev/null
    # It fails for want of the programs that they start, which are not installed here: nothing else may be said.
    said=$(systemd-analyze verify deploy/systemd/*.service deploy/systemd/*.timer 2>&1) || [ -n "$said" ]
    ! grep -vE ': Command /usr/(bin|share)/[a-z/.]+ is not executable: No such file or directory$|^$' <<<"$said" >&2 || exit 1
    echo "= systemd-analyze"
else
    echo "systemd-analyze is missing: the units cannot be checked" >&2
    exit 1
fi
