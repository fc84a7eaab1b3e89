#!/bin/sh
# Runs a command on a virtual screen of its own, so that tests never touch (or need) the artist's display.
set -eu
export PYOPENGL_PLATFORM=egl QT_XCB_GL_INTEGRATION=xcb_egl QT_QPA_PLATFORM=xcb
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}" OMP_WAIT_POLICY=PASSIVE OPENBLAS_NUM_THREADS="${OPENBLAS_NUM_THREADS:-1}"
exec xvfb-run -a -s "-screen 0 1920x1080x24 -nolisten tcp" "$@"
