"""`python -m engine.cli`, and `accelerate launch -m engine.cli train`."""

import sys

from engine.cli import main

if __name__ == "__main__":
    sys.exit(main())
