#!/bin/sh
# Builds dist/chronoform, a folder that needs no Python and no network, compiles the shape kernels into it, and proves it
# by generating a GLB, without compiling anything, in an empty environment.
set -eu
venv="$1"
"$venv/bin/python" -m pip install -q --disable-pip-version-check -c constraints.txt -e ".[package]"
"$venv/bin/python" -m PyInstaller --noconfirm --log-level WARN --distpath dist --workpath build packaging/chronoform.spec
mkdir -p dist/chronoform/share
cp packaging/chronoform.desktop assets/icons/chronoform.svg dist/chronoform/share/
check=$(mktemp -d)
trap 'rm -rf "$check"' EXIT
program="$PWD/dist/chronoform/chronoform"
alone() { (cd "$check" && env -i HOME="$check" PATH=/nonexistent "$program" "$@"); }
"$venv/bin/python" -m compileall -q --invalidation-mode unchecked-hash dist/chronoform/_internal/engine
alone info --warm
[ -n "$(find dist/chronoform -name '*.nbc')" ] || { echo "The kernels were not kept in dist/chronoform." >&2; exit 1; }
kernels=$(find dist/chronoform "$check" -name '*.nbc' | wc -l)
alone generate "a red fish swimming" --seed 7 --quiet -o fish.glb
[ "$(find dist/chronoform "$check" -name '*.nbc' | wc -l)" = "$kernels" ] ||
    { echo "generate had to compile: engine.bake.warm misses a kernel." >&2; exit 1; }
alone generate "a red fish" --seed 7 --quiet -o fish.usdc
alone import fish.usdc --mesh -o fish.chrono > /dev/null
size=$(wc -c < "$check/fish.glb")
echo "dist/chronoform is ready ($(du -sm dist/chronoform | cut -f1) MB): it generated a GLB of $size bytes with no Python of the machine's."
