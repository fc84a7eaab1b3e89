#!/bin/sh
# Install the programs that exports are measured against: three.js, Babylon.js, Khronos' validator and Blender into
# $CHRONOFORM_PEERS (default ~/.cache/chronoform-clients), pygltflib into the virtual environment. Needs Node.js 18 or newer
# and npm; for Blender, Python 3.11.
set -eu
home="${CHRONOFORM_PEERS:-$HOME/.cache/chronoform-clients}"
command -v npm >/dev/null || { echo "npm is missing: sudo apt-get install nodejs npm" >&2; exit 1; }
[ ! -x .venv/bin/pip ] || .venv/bin/pip install --quiet pygltflib==1.16.5
mkdir -p "$home"
cd "$home"
[ -f package.json ] || printf '{"name": "chronoform-peers", "private": true}\n' > package.json
npm install --no-audit --no-fund three@0.187.0 gltf-validator@2.0.0-dev.3.10 babylonjs@9.34.0 babylonjs-loaders@9.28.0
# Blender as a module is offered to one version of Python alone.
if command -v python3.11 >/dev/null; then
    [ -x venv/bin/python ] || python3.11 -m venv venv
    venv/bin/pip install --quiet bpy==5.0.1 || echo "without Blender: its rows are left out" >&2
fi
echo "installed in $home"
