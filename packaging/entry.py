"""The packaged program's first file: the studio, the command line, or (with --engine) the engine's own process."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["--engine"]:
        from engine.worker import main

        sys.exit(main(sys.argv[2:]))
    from studio.__main__ import main as studio_main

    sys.exit(studio_main())
