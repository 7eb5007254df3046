"""CPU time of `docflow check FLOW` over a bare interpreter, interleaved, medians and minima of ROUNDS.

    python bench/startup.py [FLOW] [ROUNDS]

Run it with the interpreter of a venv that holds an ordinary (not editable) install.
"""

import resource
import statistics
import subprocess
import sys
from pathlib import Path

FLOW = Path(__file__).resolve().parent.parent / "pipelines" / "news.flow"


def cpu(*command: str) -> float:
    """Return the CPU milliseconds (user and system) of one run of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def main() -> None:
    flow = sys.argv[1] if len(sys.argv) > 1 else str(FLOW)
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    bare = [sys.executable, "-I", "-c", "pass"]
    check = [str(Path(sys.executable).with_name("docflow")), "check", flow]
    cpu(*bare), cpu(*check)  # warm the file cache
    pairs = [(cpu(*bare), cpu(*check)) for _ in range(rounds)]
    for name, best in (("median", statistics.median), ("minimum", min)):
        nothing, all_ = (best(column) for column in zip(*pairs, strict=True))
        print(f"{name}: interpreter {nothing:.0f} ms, check {all_:.0f} ms, over it {all_ - nothing:.0f} ms")


if __name__ == "__main__":
    main()
