"""Two processes train one network: each sees samples of its own, both end with the same weights."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("two_processes.py")
PROJECT = SCRIPT.parents[3]


def test_two_processes_train_one_network(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
                           str(SCRIPT), str(tmp_path)], env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[:4000]
    (weights, seen, share, many), (other_weights, other_seen, *other) = (
        (tmp_path / f"{rank}.txt").read_text().split() for rank in (0, 1))
    assert seen != other_seen
    assert weights == other_weights
    assert [share, many] == other == ["0.75", "2"]              # both go by the one that is further
