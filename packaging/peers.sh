#!/bin/sh
# Installs the programs that some bench rows and client tests are measured against, into $CHRONOFORM_PEERS
# (default ~/.cache/chronoform-peers): Khronos' glTF validator, three.js, pygltflib, Blender as a Python module.
# None of them is needed to use Chronoform; a missing one shows as null in the table, never as true.
set -eu
folder="${CHRONOFORM_PEERS:-$HOME/.cache/chronoform-peers}"
mkdir -p "$folder"
cd "$folder"
if command -v npm >/dev/null 2>&1; then
    [ -e package.json ] || echo '{"name":"chronoform-peers","private":true}' > package.json
    npm install --no-audit --no-fund --ignore-scripts --silent gltf-validator@2.0.0-dev.3.10 three@0.187.0
else
    echo "npm is not installed: three.js and the validator are left out." >&2
fi
[ -x venv/bin/python ] || python3 -m venv venv
venv/bin/python -m pip install -q --disable-pip-version-check numpy pygltflib==1.16.5 || echo "pygltflib is left out." >&2
venv/bin/python -m pip install -q --disable-pip-version-check bpy==5.0.1 || echo "bpy is left out (it wants Python 3.11)." >&2
echo "Peers are in $folder"
