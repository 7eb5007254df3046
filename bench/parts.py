"""What a part costs beyond its documents: folder, files, fsync, rename, row, the way to a worker and back.

    python bench/parts.py

W1 runs over the same corpus in parts of 8 MB and of 100 kB; the difference by part is the price of one,
in this process and with one worker process. Medians of interleaved rounds. The parts of a run are set in
`docflow.engine.inputs.part`; nobody else needs to change them.
"""

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from overhead import FLOW, corpus, cpu

from docflow import api
from docflow.catalog.catalog import Catalog
from docflow.engine.bases import Bases
from docflow.engine.inputs import part
from docflow.engine.run import run

SMALL, LARGE = 100_000, part.PART_BYTES


def cost(source: Path, out: Path, size: int, engine: str) -> tuple[float, float]:
    """Return wall and CPU milliseconds of a run in parts of that size."""
    part.PART_BYTES = size
    plan = api.compile(FLOW, input=str(source), out=str(out))
    used, begun = cpu(), time.perf_counter()
    report = run(plan, CATALOG, Bases(FLOW.parent, Path.cwd()), engine=engine, workers=1)
    spent = 1000 * (time.perf_counter() - begun), (cpu() - used) / 1000
    assert report.exit_code == 0, report
    shutil.rmtree(out)
    return spent


CATALOG = Catalog.installed()


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as name:
        source, out = Path(name) / "in.jsonl", Path(name) / "out"
        corpus(source, 3000)
        size = source.stat().st_size
        more = size / SMALL - size / LARGE
        for engine in ("inline", "processes"):
            cost(source, out, LARGE, engine)
            pairs = [
                (cost(source, out, SMALL, engine), cost(source, out, LARGE, engine)) for _ in range(rounds)
            ]
            walls, cpus = ([(a[n] - b[n]) / more for a, b in pairs] for n in (0, 1))
            wall, used = statistics.median(walls), statistics.median(cpus)
            print(f"{engine:10} a part: wall {wall:5.2f} ms, CPU {used:5.2f} ms (least {min(cpus):.2f})")


if __name__ == "__main__":
    main()
