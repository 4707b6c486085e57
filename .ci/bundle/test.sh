#!/usr/bin/env bash
# Installs the bundle of this machine's own platform in a folder of its own, with every index switched off, and uses it.
set -euo pipefail
cd "$(dirname "$0")/../.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cp -r bundle/planner-any "$place/planner"
cd "$place"
export PIP_NO_INDEX=1 PIP_CONFIG_FILE=/dev/null PIP_CACHE_DIR="$place/cache"
sh planner/start.sh demo --out out >demo.txt
test -s out/报告.docx && test -s out/台账-2024Q4.xlsx
planner/app/bin/python -c 'import psycopg'
test -s planner/trust.md
tail -n 1 demo.txt
