#!/bin/bash
# Makes a presenter's files from its rendered pictures: ./finish.sh work-dir name   (into work-dir/out)
here=$(cd "$(dirname "$0")" && pwd); cd "$1/r_$2" || exit 1
new=
for raw in *_c_0001.exr; do
  picture=${raw%_c_0001.exr}
  if [ -s "$picture.png" ] && [ "$raw" -nt "${picture}_f.exr" ]; then new="$new,$picture"; fi
done
if [ -n "$new" ]; then
  nice python3 "$here/denoise.py" "${new#,}" && nice blender -b -P "$here/tonemap.py" -- "${new#,}" > ../tonemap.log 2>&1 || exit 1
fi
cd .. && python3 "$here/pack.py" "$2" "r_$2" out
