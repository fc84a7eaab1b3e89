#!/bin/sh
# Install the programs that exports are measured against: three.js, Babylon.js and Khronos' validator into $CHRONOFORM_PEERS
# (default ~/.cache/chronoform-clients), pygltflib into the virtual environment. Needs Node.js 18 or newer and npm.
set -eu
home="${CHRONOFORM_PEERS:-$HOME/.cache/chronoform-clients}"
command -v npm >/dev/null || { echo "npm is missing: sudo apt-get install nodejs npm" >&2; exit 1; }
[ ! -x .venv/bin/pip ] || .venv/bin/pip install --quiet pygltflib==1.16.5
mkdir -p "$home"
cd "$home"
[ -f package.json ] || printf '{"name": "chronoform-peers", "private": true}\n' > package.json
npm install --no-audit --no-fund three@0.187.0 gltf-validator@2.0.0-dev.3.10 babylonjs@9.34.0 babylonjs-loaders@9.28.0
echo "installed in $home"
