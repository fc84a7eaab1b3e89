"""The packaged program's first file: the studio, the command line, or (with --engine) the engine's own process."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    from studio.__main__ import main

    sys.exit(main())
