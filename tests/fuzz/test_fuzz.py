"""No input makes the parser or a reader raise, hang or tell of raw control characters.

Each run is a process of its own with a limit of CPU time and memory, so that an endless loop, also one in
C, ends as a failure and not as a hang. The short form runs the same inputs each time, `--long` looks for new
ones.
"""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

DRIVE = Path(__file__).with_name("drive.py")
ROOT = DRIVE.parents[2]
TARGETS = (("jsonl", "text", "markdown"), ("csv", "tsv"), ("packed",), ("parser",))
SHORT, LONG = 60, 20_000
MEMORY = 2 << 30


@pytest.mark.slow
@pytest.mark.parametrize("targets", TARGETS, ids="-".join)
def test_nothing_breaks(targets: tuple[str, ...], tmp_path: Path, *, long_run: bool) -> None:
    last, seconds = tmp_path / "last", 3600 if long_run else 300
    command = [
        sys.executable,
        str(DRIVE),
        "--last",
        str(last),
        "--examples",
        str(LONG if long_run else SHORT),
        *targets,
    ]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    done = subprocess.run(
        [*command, "--random"] if long_run else command,
        cwd=ROOT, preexec_fn=limit, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stderr[-6000:]}\nlast input: {last.read_bytes()[:2000]!r}"
    assert done.stdout.splitlines() == [f"{name}: {LONG if long_run else SHORT}" for name in targets]
