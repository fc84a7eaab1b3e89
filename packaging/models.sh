#!/bin/sh
# Fetch the files that importing is measured on into $CHRONOFORM_MODELS (default ~/.cache/chronoform-models): meshes that
# travel in packages of npm and PyPI, and in the tests of two projects. Needs npm, git and the virtual environment.
#   @webxr-input-profiles/assets  MIT              controllers and hands: skins, textures, nodes that move
#   networked-aframe              MIT; its models CC BY 3.0 (Google Poly)   hands with seven animations, OBJ with MTL
#   robosuite                     MIT              OBJ with pictures
#   dm_control                    Apache-2.0       STL of a dog's bones and skin
#   pyvista                       MIT              PLY
#   bevy                          MIT or Apache-2.0; Fox CC0 and CC BY 4.0  skins, morph targets, animations
#   glTF-Transform                MIT; DamagedHelmet CC BY 4.0              textures, extensions
set -eu
home="${CHRONOFORM_MODELS:-$HOME/.cache/chronoform-models}"
python="${PYTHON:-.venv/bin/python}"
case "$python" in */*) python="$(cd "$(dirname "$python")" && pwd)/$(basename "$python")" ;; esac
mkdir -p "$home" && cd "$home"
packed() { npm pack "$1" --silent >/dev/null && mkdir -p "$2" && tar xzf "$3" -C "$2" --strip-components=1 && rm "$3"; }
packed @webxr-input-profiles/assets@1.0.20 webxr webxr-input-profiles-assets-1.0.20.tgz
packed networked-aframe@0.14.3 naf networked-aframe-0.14.3.tgz
wheel() { "$python" -m pip download --quiet --no-deps --dest wheels "$1" && "$python" -m zipfile -e wheels/"$2"*.whl "$3"; }
wheel robosuite==1.5.2 robosuite rs
wheel dm_control==1.0.50 dm_control dm
wheel pyvista==0.49.1 pyvista pv
rm -r wheels
cloned() {
    git clone --quiet --filter=blob:none --no-checkout "https://github.com/$1" "$2"
    (cd "$2" && shift 2 && commit="$1" && shift && git sparse-checkout set --no-cone "$@" && git checkout --quiet "$commit")
}
cloned bevyengine/bevy bevy 4805ca792c3e94eef07afd6fa9a2712f388c9a67 /assets/models
cloned donmccurdy/glTF-Transform gltf-transform a47e1170137dfed517d80f24da83e695238e5753 '/packages/*/test/in' \
    /packages/view/assets
echo "fetched into $home"
