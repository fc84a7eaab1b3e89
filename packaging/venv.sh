#!/bin/sh
# Makes the virtual environment $1 with the project, editable, and its development tools at the pinned versions.
set -eu
venv="$1"
interpreter=""
for candidate in "${CHRONOFORM_PYTHON:-}" python3.11 python3.12 python3.13 python3; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        interpreter="$candidate"
        break
    fi
done
if [ -z "$interpreter" ]; then
    echo "Python 3.11 or newer is needed. Type: sudo apt-get install -y python3.11 python3.11-venv" >&2
    exit 1
fi
[ -x "$venv/bin/python" ] || "$interpreter" -m venv "$venv"
echo "Installing the dependencies into $venv (once; torch is the large one)."
"$venv/bin/python" -m pip install -q --disable-pip-version-check -c constraints.txt -e ".[dev]"
"$venv/bin/python" -m pip install -q --disable-pip-version-check -c constraints.txt --only-binary pyinstantmeshes,xatlas \
    -e ".[retopology]" || echo "Retopology is left out: its libraries have no wheels for this Python or machine." >&2
echo "Compiling the shape kernels for this machine (once, about half a minute), so that the first scene does not wait for it."
OMP_NUM_THREADS=1 "$venv/bin/chronoform" info --warm --quiet
touch "$venv/.ready"
