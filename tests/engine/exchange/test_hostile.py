"""Files that mean harm, of every format: told in words, nothing read outside the folder, little memory."""

import json
import subprocess
import sys
from pathlib import Path


def test_damaged_files_of_every_format_are_told_and_never_crash():
    done = subprocess.run([sys.executable, Path(__file__).with_name("hostile.py"), "64", "7"], capture_output=True,
                          text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["read"] + told["refused"] == told["tried"] == 64
    assert (told["unclear"], told["raised"], told["outside"]) == ([], [], [])
    assert told["peak"] < 2**30
