"""What a second worker brings on W2: wall and CPU time with 1 and 2 workers, interleaved, medians.

    python bench/workers.py                  # a corpus made here, 16,000 documents of 4.9 kB
    python bench/workers.py CORPUS.jsonl     # one file of ../shared/bench/gen.py

Each round first asks how free the cores are: two processes that only count, against one that counts as much.
1.0 says that a second process gains nothing here, 2.0 that two cores are free; without that figure a
speed-up says nothing. `work` is a run without its start: the whole corpus less its first eighth.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from attrs import frozen
from overhead import corpus, cpu, head

FLOW = Path(__file__).resolve().parent / "flows" / "W2.flow"
SPIN = "i = 0\nwhile i < 12_000_000: i += 1"


@frozen
class Cost:
    """Wall and CPU seconds."""

    wall: float
    cpu: float

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(self.wall - other.wall, self.cpu - other.cpu)


def spins(processes: int) -> float:
    """Return the wall seconds of processes that only count, all at once."""
    begun = time.perf_counter()
    running = [subprocess.Popen([sys.executable, "-I", "-S", "-c", SPIN]) for _ in range(processes)]
    for each in running:
        each.wait()
    return time.perf_counter() - begun


def ran(source: Path, workers: int, more: list[str]) -> Cost:
    """Run W2 on a corpus, into a folder of its own."""
    with tempfile.TemporaryDirectory(dir=source.parent) as out:
        sets = ["--set", f"input={source}", "--set", f"out={out}/out"]
        called = [sys.executable, "-m", "docflow", "run", str(FLOW), *sets, "--workers", str(workers), *more]
        used, begun = cpu(), time.perf_counter()
        subprocess.run(called, check=True, stdout=subprocess.DEVNULL)
        return Cost(time.perf_counter() - begun, (cpu() - used) / 1e6)


def main() -> None:
    """Measure as the arguments say and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpus", nargs="?", type=Path, help="one file of JSON lines (default: made here)")
    parser.add_argument("--documents", type=int, default=16_000, help="how many to make (default 16,000)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds, interleaved (default 7)")
    parser.add_argument("--scratch", type=Path, help="the folder for what is written (default: the system's)")
    parser.add_argument("more", nargs="*", help="after `--`: arguments of `docflow run`")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.scratch) as name:
        large, small = Path(name) / "large.jsonl", Path(name) / "small.jsonl"
        if asked.corpus:
            large.symlink_to(asked.corpus.resolve())
        else:
            corpus(large, asked.documents)
        head(large, small, 0.125)
        measured(large, small, asked.rounds, asked.more)


def measured(large: Path, small: Path, rounds: int, more: list[str]) -> None:
    """Run the rounds and print what they gave."""
    free: list[float] = []
    costs: dict[tuple[str, int], list[Cost]] = {}
    ran(small, 2, more)  # the file cache
    for _ in range(rounds):
        free.append(2 * spins(1) / spins(2))
        for workers in (1, 2):
            whole = ran(large, workers, more)
            costs.setdefault(("run", workers), []).append(whole)
            costs.setdefault(("work", workers), []).append(whole - ran(small, workers, more))
    print(f"free cores: median {statistics.median(free):.2f}, best {max(free):.2f}")
    for what in ("run", "work"):
        one, two = costs[what, 1], costs[what, 2]
        for workers, each in ((1, one), (2, two)):
            wall, used = (statistics.median(getattr(cost, name) for cost in each) for name in ("wall", "cpu"))
            print(f"{what:4} with {workers}: wall {wall:6.2f} s, CPU {used:6.2f} s")
        gains = [a.wall / b.wall for a, b in zip(one, two, strict=True)]
        print(f"{what:4} speed-up: median {statistics.median(gains):.2f}, best {max(gains):.2f}")
        shares = [gain / cores for gain, cores in zip(gains, free, strict=True)]
        print(f"{what:4} speed-up by free core: median {statistics.median(shares):.2f}")


if __name__ == "__main__":
    main()
