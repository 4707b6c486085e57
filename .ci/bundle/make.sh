#!/usr/bin/env bash
# Makes a folder that installs planner without internet: wheels for one platform, and a start script.
# usage: make.sh PYTHON PLATFORM TARGET_PYTHON   (PLATFORM "any" means this machine's own)
set -euo pipefail
python=$1 platform=$2 target=$3
cd "$(dirname "$0")/../.."
folder=bundle/planner-$platform
rm -rf "$folder"
mkdir -p "$folder/wheels"
"$python" -m build --quiet --wheel --no-isolation --outdir "$folder/wheels" .

wanted=(--only-binary=:all:)
more=()
case $platform in
  any) ;;
  manylinux*) wanted+=(--python-version "$target")  # wheels are tagged with the oldest system they run on
    for tag in "$platform" manylinux_2_28_x86_64 manylinux_2_17_x86_64 manylinux2014_x86_64 manylinux1_x86_64; do
      wanted+=(--platform "$tag")
    done ;;
  *) wanted+=(--python-version "$target" --platform "$platform") ;;
esac
# pip asks this machine, not the target, which conditional requirements hold: Typer wants colorama on Windows,
# psycopg tzdata.
case $platform in
  win*) more+=(colorama tzdata) ;;
esac
fetch() {
  "$python" -m pip download --quiet --dest "$folder/wheels" "${wanted[@]}" "${more[@]}" "$@"
}
wheel=$(echo "$folder"/wheels/planner-*.whl)
if ! fetch "$wheel[postgresql]"; then
  fetch "$wheel"
  echo "no driver for PostgreSQL on $platform: this bundle works with SQLite only" >&2
fi
case $platform in
  win*) cp .ci/bundle/start.bat "$folder/" ;;
  *) cp .ci/bundle/start.sh "$folder/" ;;
esac
cp docs/manual.zh-CN.md "$folder/使用手册.md"
# what the manual links to, under the names that it uses
grep -o ']([a-z0-9.A-Z-]*\.md)' docs/manual.zh-CN.md | sort -u | while IFS= read -r link; do
  link=${link#*(}
  cp "docs/${link%)}" "$folder/"
done
cp -r docs/pictures "$folder/"
echo "$folder: $(find "$folder/wheels" -name '*.whl' | wc -l) wheels, $(du -sh "$folder" | cut -f1)"
