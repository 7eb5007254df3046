"""What the engine costs a document beyond its JSON round trip: CPU time, interleaved, medians.

    python bench/overhead.py                      # a corpus made here, 6,000 documents of 4.9 kB
    python bench/overhead.py CORPUS.jsonl         # one file of ../shared/bench/gen.py
    python bench/overhead.py --count              # exact instructions instead of time (needs valgrind)

The floor is the JSON round trip: read the file in blocks, decode each line with msgspec, encode it, write it.
`batch` encodes 64 records with one call, as docflow does, and is the least that can be had. Against them
stand W1 in one process (`engine.run.run`, inline) and `docflow run --workers 1`. All are measured on the
first fifth of the corpus and on all of it; the difference by document is the cost, so that starting costs
nothing. CPU time is that of the process and its children, user and system.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

FLOW = Path(__file__).resolve().parent / "flows" / "W1.flow"
BLOCK = 256 * 1024
BATCH = 64
WAYS = ("floor", "batch", "run", "command")


def cpu() -> float:
    """Return the CPU microseconds of this process and of its children that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return 1e6 * sum(each.ru_utime + each.ru_stime for each in used)


Figures = dict[str, tuple[float, ...]]


def corpus(path: Path, documents: int) -> None:
    """Write records like those of a crawl: five fields, a text of about 4.9 kB, some of it not ASCII."""
    random_ = random.Random(7)
    words = ["".join(random_.choices("etaoinshrdlucmfwypé", k=random_.randint(2, 9))) for _ in range(5000)]
    with path.open("w", encoding="utf-8") as file:
        for number in range(documents):
            lines = [
                " ".join(random_.choices(words, k=12)) for _ in range(max(3, int(random_.gauss(62, 30))))
            ]
            record = {"id": f"doc-{number:08}", "url": f"https://wire.example/{random_.getrandbits(48):x}"}
            record |= {
                "source": "wire.example",
                "created": "2011-10-12T14:00:00.000Z",
                "text": "\n".join(lines),
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def head(source: Path, target: Path, share: float) -> int:
    """Copy the first lines of a file, a share of them; return how many."""
    lines = source.read_bytes().splitlines(keepends=True)
    wanted = max(1, int(len(lines) * share))
    target.write_bytes(b"".join(lines[:wanted]))
    return wanted


def rows(path: Path) -> Iterator[memoryview]:
    """Yield the lines of a file, cut out of blocks without a copy."""
    with path.open("rb", buffering=0) as file:
        rest = b""
        while block := file.read(BLOCK):
            data, start = rest + block, 0
            view = memoryview(data)
            while (end := data.find(b"\n", start)) >= 0:
                yield view[start:end]
                start = end + 1
            rest = data[start:]


def floor(source: Path, out: Path) -> None:
    """Decode and encode each line: the JSON round trip."""
    import msgspec  # noqa: PLC0415 - not counted in the other ways

    decode, encode = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode
    out.mkdir()
    with (out / "docs.jsonl").open("wb") as file:
        for row in rows(source):
            file.write(encode(decode(row)))
            file.write(b"\n")


def batch(source: Path, out: Path) -> None:
    """Decode each line and encode many with one call."""
    import msgspec  # noqa: PLC0415 - not counted in the other ways

    decode, encode = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode_lines
    out.mkdir()
    with (out / "docs.jsonl").open("wb") as file:
        records = []
        for row in rows(source):
            records.append(decode(row))
            if len(records) == BATCH:
                file.write(encode(records))
                records = []
        file.write(encode(records))


def passes(source: Path, folder: Path) -> dict[str, Callable[[], object]]:
    """Return what a run does with the bytes of a corpus besides JSON, each as a function."""
    data, copy = source.read_bytes(), folder / "copy"
    views = [memoryview(data)[at : at + BLOCK] for at in range(0, len(data), BLOCK)]
    digest = hashlib.sha256()

    def written() -> None:
        with copy.open("wb", buffering=0) as file:
            for view in views:
                file.write(view)
        copy.unlink()

    return {
        "sha256 of the input, sha256 of the output": lambda: [digest.update(view) for view in views * 2],
        "crc32 of the pieces (only with workers)": lambda: [zlib.crc32(view) for view in views],
        "pieces written, read and removed (only with workers)": lambda: (written(), source.read_bytes()),
    }


def runner() -> Callable[[Path, Path], None]:
    """Return a run of W1 in this process, the parts one after the other."""
    from docflow import api  # noqa: PLC0415 - not counted in the floor
    from docflow.catalog.catalog import Catalog  # noqa: PLC0415
    from docflow.engine.bases import Bases  # noqa: PLC0415
    from docflow.engine.run import run  # noqa: PLC0415

    catalog = Catalog.installed()

    def way(source: Path, out: Path) -> None:
        plan = api.compile(FLOW, input=str(source), out=str(out))
        report = run(plan, catalog, Bases(FLOW.parent, Path.cwd()), engine="inline")
        assert report.exit_code == 0, report

    return way


def command(source: Path, out: Path) -> None:
    """Run W1 as a user does, with one worker."""
    sets = ("--set", f"input={source}", "--set", f"out={out}")
    called = [sys.executable, "-m", "docflow", "run", str(FLOW), *sets, "--workers", "1"]
    subprocess.run(called, check=True, stdout=subprocess.DEVNULL)


def timed(way: Callable[[Path, Path], None], source: Path, folder: Path) -> float:
    """Return the CPU microseconds of one call, into a folder that is new."""
    out = folder / "out"
    before = cpu()
    way(source, out)
    used = cpu() - before
    shutil.rmtree(out)
    return used


def spent(way: Callable[[], object]) -> float:
    """Return the CPU microseconds of a call."""
    before = cpu()
    way()
    return cpu() - before


def times(small: Path, large: Path, documents: int, rounds: int, folder: Path) -> Figures:
    """Return for each way the microseconds a document, one figure a round."""
    ways = dict(zip(WAYS, (floor, batch, runner(), command), strict=True))
    for way in ways.values():
        timed(way, small, folder)  # imports, file cache
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            little, much = timed(way, small, folder), timed(way, large, folder)
            found[name].append((much - little) / documents)
    return {name: tuple(values) for name, values in found.items()}


def counted(small: Path, large: Path, documents: int, folder: Path) -> dict[str, float]:
    """Return for each way in one process the instructions a document, counted by callgrind."""
    found = {}
    for name in WAYS[:3]:
        little, much = (instructions(name, source, folder) for source in (small, large))
        found[name] = (much - little) / documents
    return found


def instructions(name: str, source: Path, folder: Path) -> int:
    """Return how many instructions one way takes on a file, its start among them."""
    out, kept = folder / "out", folder / "callgrind.out"
    tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={kept}"]
    called = [sys.executable, __file__, "--once", name, str(source), "--scratch", str(out)]
    same = {**os.environ, "PYTHONHASHSEED": "0"}
    for before in ([], tool):  # the first time compiles what was edited
        done = subprocess.run([*before, *called], check=True, capture_output=True, text=True, env=same)
        shutil.rmtree(out)
    return next(int(line.split()[-1]) for line in done.stderr.splitlines() if "Collected" in line)


def main() -> None:
    """Measure as the arguments say and print a table."""
    asked = arguments()
    if asked.once:
        way = runner() if asked.once == "run" else {"floor": floor, "batch": batch}[asked.once]
        way(asked.corpus, asked.scratch)
        return
    with tempfile.TemporaryDirectory(dir=asked.scratch) as name:
        folder = Path(name)
        large, small = folder / "large.jsonl", folder / "small.jsonl"
        if asked.corpus:
            large = asked.corpus
        else:
            corpus(large, asked.documents)
        everything = large.read_bytes().count(b"\n")
        documents = everything - head(large, small, 0.2)
        print(f"{everything} documents of {large.stat().st_size / everything:.0f} bytes")
        if asked.count:
            show_counts(counted(small, large, documents, folder))
        else:
            show_times(times(small, large, documents, asked.rounds, folder))
            show_passes(large, folder, everything)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpus", nargs="?", type=Path, help="one file of JSON lines (default: made here)")
    parser.add_argument("--documents", type=int, default=6_000, help="how many to make (default 6,000)")
    parser.add_argument("--rounds", type=int, default=15, help="rounds, interleaved (default 15)")
    parser.add_argument("--scratch", type=Path, help="the folder for what is written (default: the system's)")
    parser.add_argument("--count", action="store_true", help="count instructions with valgrind")
    parser.add_argument("--once", choices=WAYS[:3], help=argparse.SUPPRESS)
    return parser.parse_args()


def show_times(found: Figures) -> None:
    """Print medians, minima, and what each way costs over the floor."""
    base = found["floor"]
    for name, values in found.items():
        over = statistics.median(value - bare for value, bare in zip(values, base, strict=True))
        least = min(values) - min(base)
        print(
            f"{name:8} median {statistics.median(values):6.2f}  minimum {min(values):6.2f} us a document",
            end="",
        )
        print("" if name == "floor" else f"  over the floor: median {over:5.2f}, of minima {least:5.2f}")


def show_passes(source: Path, folder: Path, documents: int) -> None:
    """Print what passes over the bytes cost a document: `command` has all of them, the floor none."""
    for name, way in passes(source, folder).items():
        print(f"{statistics.median(spent(way) for _ in range(9)) / documents:7.2f} us  {name}")


def show_counts(found: dict[str, float]) -> None:
    """Print the instructions a document."""
    for name, count in found.items():
        print(f"{name:8} {count:10.0f} instructions a document, {count - found['floor']:+.0f}")


if __name__ == "__main__":
    main()
