#!/bin/sh
# Runs planner from this folder: sh start.sh status. The first run installs it from wheels/, without any index.
set -e
here=$(cd "$(dirname "$0")" && pwd)
if [ ! -x "$here/app/bin/planner" ]; then
  python3 -m venv "$here/app"
  wanted=planner
  if ls "$here"/wheels/psycopg_binary-*.whl >/dev/null 2>&1; then wanted='planner[postgresql]'; fi
  "$here/app/bin/python" -m pip install --quiet --no-index -f "$here/wheels" "$wanted"
  echo "已装好，以后不再重复安装。" >&2
fi
exec "$here/app/bin/planner" "$@"
