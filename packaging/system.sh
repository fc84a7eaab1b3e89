#!/bin/sh
# Installs the system libraries that the studio and its tests need, where this user may; else says what to type.
# In: nothing. Out: exit 0 when all are there. Knows Debian and Ubuntu; elsewhere it only warns.
set -eu
packages="xvfb xauth libgl1 libegl1 libgl1-mesa-dri libglx-mesa0 libegl-mesa0 libxkbcommon-x11-0 libxkbcommon0
libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-sync1
libxcb-xfixes0 libxcb-xkb1 libdbus-1-3 libfontconfig1 libfreetype6 fonts-dejavu-core"

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is not Debian or Ubuntu: install EGL, OpenGL, Xvfb and Qt's xcb libraries with your package manager." >&2
    exit 0
fi
# glib was renamed in newer releases (libglib2.0-0t64); Python needs its venv module as a package of its own.
missing=""
for package in $packages; do
    state=$(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null || true)
    case "$state" in ii*) ;; *) missing="$missing $package" ;; esac
done
dpkg-query -W -f='${db:Status-Abbrev}' libglib2.0-0t64 2>/dev/null | grep -q ii ||
    dpkg-query -W -f='${db:Status-Abbrev}' libglib2.0-0 2>/dev/null | grep -q ii || missing="$missing libglib2.0-0"
interpreter=$(command -v python3.11 || command -v python3 || true)
if [ -n "$interpreter" ] && ! "$interpreter" -c 'import ensurepip, venv' 2>/dev/null; then
    missing="$missing $(basename "$interpreter")-venv"
fi
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    echo "These system libraries are missing and this user may not install them. Type:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y$missing" >&2
    exit 1
fi
echo "Installing system libraries:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
