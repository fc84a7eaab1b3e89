#!/bin/sh
# Builds dist/chronoform, a folder that needs no Python and no network, and proves it by generating a GLB with it.
set -eu
venv="$1"
"$venv/bin/python" -m pip install -q --disable-pip-version-check -c constraints.txt -e ".[package]"
"$venv/bin/python" -m PyInstaller --noconfirm --log-level WARN --distpath dist --workpath build packaging/chronoform.spec
mkdir -p dist/chronoform/share
cp packaging/chronoform.desktop assets/icons/chronoform.svg dist/chronoform/share/
check=$(mktemp -d)
trap 'rm -rf "$check"' EXIT
(cd "$check" && env -i HOME="$check" PATH=/nonexistent PYOPENGL_PLATFORM=egl \
    "$OLDPWD/dist/chronoform/chronoform" generate "a red fish swimming" --seed 7 --quiet -o fish.glb)
size=$(wc -c < "$check/fish.glb")
echo "dist/chronoform is ready: it generated a GLB of $size bytes with no Python of the machine's."
