"""The command line: the same requests as the studio's, for people and pipelines.

In     arguments.   Out   progress on standard error; results, with --json, on standard output; an exit code:
       0 done, 1 failed (one sentence on standard error says what to do), 2 usage.
Knows nothing of panels. `chronoform open` belongs to the studio (studio.__main__).

One module for each command, or for a few that belong together; what several share lies in `asking`, `meshes`,
`becoming` and `sources`. A command's module is imported when it is run, and the rooms where it needs them, so that it
starts at once.
"""

from engine.cli.entry import FAILED, USAGE, main

__all__ = ["FAILED", "USAGE", "main"]
