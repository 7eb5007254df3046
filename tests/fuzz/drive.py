"""Feed hostile bytes to the parser and to every reader; run as a program, by a test that limits its CPU time.

A target takes bytes and must take any: the first byte chooses among its variants (options, kinds of
archive), the rest is the input. The input in hand is kept in `--last`: what breaks a target goes from there
into the corpus.

    python tests/fuzz/drive.py --examples 20000 --random jsonl packed   # from the root of the checkout
"""

import argparse
import gzip
import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docflow.catalog.catalog import Catalog
from docflow.engine.desk import Desk, Entry, Spot
from docflow.engine.inputs.drain import read_files
from docflow.engine.inputs.part import FilePart, InputFile
from docflow.engine.inputs.readers import FileReaders
from docflow.engine.inputs.span import Span
from docflow.engine.limits import Limits
from docflow.engine.values import is_sound
from docflow.flowfile.file import FlowFile
from docflow.io.codecs import open_write
from docflow.io.escape import safe, safe_lines
from docflow.io.globs import Found
from docflow.lang.elaborate import Values
from docflow.lang.layout.format import format_text
from docflow.model import Document
from docflow.plan.ir import Where
from docflow.report.diagnostics import render
from docflow.std.formats import docflow_components

HERE = Path(__file__).resolve().parent
FLOWS = HERE.parent / "flows"
CATALOG = Catalog.installed()
MAX_DOC = 3000
PARTS = {cls.__component__.name + cls.kind: cls for cls in docflow_components()}
EXPORTERS = [PARTS[f"{name}exporter"]() for name in ("jsonl", "csv", "tsv", "text", "markdown")]
READERS: dict[str, list[dict[str, Any]]] = {
    "jsonl": [{}, {"fields": {"n": "int?", "d": "date?", "l": "list[map[float]]?"}, "text": "body"}],
    "csv": [
        {},
        {"fields": {"n": "int?", "l": "list[any]?"}, "delimiter": ";"},
        *(
            {"encoding": name}
            for name in ("utf-16", "utf-7", "windows-1252", "shift_jis", "iso2022_jp", "hz", "utf-32-be")
        ),
    ],
    "tsv": [{}, {"fields": {"n": "float", "b": "bool?"}}],
    "text": [
        {},
        {"id": "name"},
        *({"encoding": name} for name in ("utf-16", "utf-7", "iso2022_kr", "idna", "punycode")),
    ],
    "markdown": [{}, {"fields": {"n": "int?"}}, {"encoding": "utf-7"}],
}
SUFFIXES = {"jsonl": ".jsonl", "csv": ".csv", "tsv": ".tsv", "text": ".txt", "markdown": ".md"}
PACKED = ("a.jsonl.gz", "a.jsonl.zst", "a.txt.gz", "a.zip", "a.tar", "a.tgz", "a.tar.zst")


def _readers(own: Any, by_suffix: dict[str, Any], suffixes: tuple[str, ...]) -> FileReaders:
    limits = Limits(nesting=20, members=12, ratio=20)
    return FileReaders(Spot("from x", "`x`", Where("f", 1, 1)), own, by_suffix, MAX_DOC, suffixes, limits)


def _all_readers() -> FileReaders:
    opened = {suffix: PARTS[f"{name}reader"]() for name, suffix in SUFFIXES.items()}
    return _readers(PARTS["filesreader"](), opened, ())


def _drained(
    path: Path, readers: FileReaders, span: Span | None = None
) -> tuple[list[Document], list[Entry]]:
    """Read a file as a run does and check what every input must keep to."""
    documents: list[Document] = []
    entries: list[Entry] = []
    desk = Desk("f", entries.append)
    status = path.stat()
    found = Found(str(path.parent), path.name)
    file = InputFile(found, "in/", status.st_size, status.st_mtime_ns, status.st_dev, status.st_ino)
    read_files(FilePart(0, 0, (file,), span), readers, documents.append, desk)
    assert desk.lane.seen == len(documents) + len(entries)
    assert not desk.unsteady
    assert len(desk.inputs[0]) == 64
    for entry in entries:
        assert safe(entry.message, None) == entry.message, entry
        assert safe(entry.reason, None) == entry.reason, entry
        json.dumps(entry.record())
    for doc in documents:
        assert is_sound(doc), doc
        for exporter in EXPORTERS:
            exporter.encode([doc])
    return documents, entries


def reader(name: str) -> Callable[[bytes, Path], None]:
    """Return the target of one reader."""
    made = [PARTS[f"{name}reader"](**options) for options in READERS[name]]

    def target(data: bytes, folder: Path) -> None:
        chosen = made[(data[0] if data else 0) % len(made)]
        path = folder / f"a{SUFFIXES[name]}"
        path.write_bytes(data[1:])
        readers = _readers(chosen, {}, type(chosen).suffixes)
        whole = _drained(path, readers)
        if chosen.lines:
            assert _told(_by_ranges(path, data[1:], readers)) == _told(whole)

    return target


def _told(found: tuple[list[Document], list[Entry]]) -> tuple[list[Document], list[Any]]:
    return found[0], [(entry.reason, entry.message, entry.pointer) for entry in found[1]]


def _by_ranges(path: Path, data: bytes, readers: FileReaders) -> tuple[list[Document], list[Entry]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return _drained(path, readers)
    documents, entries, start, line = [], [], 0, 1
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        found = _drained(path, readers, Span(start, end, line))
        documents += found[0]
        entries += found[1]
        start, line = end, line + 1
    return documents, entries


def packed(data: bytes, folder: Path) -> None:
    """Read compressed files and archives with the readers of all suffixes."""
    path = folder / PACKED[(data[0] if data else 0) % len(PACKED)]
    path.write_bytes(data[1:])
    documents, entries = _drained(path, _all_readers())
    named = [doc.source for doc in documents] + [e.pointer.path for e in entries if e.pointer]
    if path.suffix in (".zip", ".tar", ".tgz"):
        assert not any(part == ".." for name in named for part in name.split("/")), named
    assert sorted(each.name for each in folder.iterdir()) == [path.name]


def parser(data: bytes, folder: Path) -> None:
    """Check a flow, show what is wrong with it, and lay it out."""
    text = data[1:].decode("utf-8", "surrogateescape" if data[:1] > b"\x7f" else "replace")
    flow = FlowFile(text, "fuzz.flow", folder, CATALOG)
    for values in (None, Values()):
        checked = flow.check(values)
        for found in checked.diagnostics:
            assert 0 <= found.span.start <= found.span.end <= len(text) + 1, found
        shown = render(checked.diagnostics, checked.sources)
        assert safe_lines(shown, None) == shown
    format_text(text, "fuzz.flow")


TARGETS: dict[str, Callable[[bytes, Path], None]] = {
    **{name: reader(name) for name in READERS},
    "packed": packed,
    "parser": parser,
}

ODD = [
    b"\0",
    b"\xff",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"\n",
    b"\r\n",
    b'"',
    b"'",
    b"\\",
    b"\\ud800",
    b"{",
    b"[" * 30,
    b"]" * 30,
]
ODD += [
    b"9" * 4400,
    b"1e999",
    b"-",
    b"---\n",
    b": ",
    b",",
    b";",
    b"\t",
    b"\x1b[31m",
    b"::error::",
    b"\xe2\x80\xae",
    b"+2AA-",
    b"\x1b$B",
]
ODD += [
    b"\xff\xff\xff\xff",
    b"\x7f" + b"\xff" * 7,
    b"\x80" + b"\0" * 10 + b"\1",
    b"PK\3\4",
    b"PK\1\2",
    b"PK\5\6",
    b"ustar\0",
    b"7" * 11,
]
WORDS = [
    b" | ",
    b" -> ",
    b"flow ",
    b"from ",
    b"stage ",
    b"test ",
    b"let ",
    b"to ",
    b"{",
    b"}",
    b"(",
    b")",
    b'"',
    b"# ",
    b'f"{',
    b"90s ",
    b"~ ",
]


def _members(texts: list[bytes]) -> dict[str, bytes]:
    names = ("a.txt", "b/c.jsonl", "../d.csv", "e.md", "f.jsonl.gz", "a.txt", "g.zip", "h.bin")
    made = {}
    for name, text in zip(names, texts, strict=False):
        made[name] = gzip.compress(text, mtime=0) if name.endswith(".gz") else text
    return made


def _archive(kind: int, texts: list[bytes]) -> bytes:
    """Return a good file of one of the packed kinds."""
    import tarfile

    out = io.BytesIO()
    name = PACKED[kind]
    if name == "a.zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for member, text in _members(texts).items():
                made.writestr(zipfile.ZipInfo(member), text, zipfile.ZIP_DEFLATED if len(text) % 2 else None)
        return out.getvalue()
    if "tar" in name or "tgz" in name:
        with tarfile.open(fileobj=out, mode="w", format=len(texts) % 3) as made_tar:
            for member, text in _members(texts).items():
                long = len(texts) % 3 != tarfile.USTAR_FORMAT and len(text) % 5 == 4
                info = tarfile.TarInfo(member * (20 if long else 1))
                info.size = len(text)
                made_tar.addfile(info, io.BytesIO(text))
        plain = out.getvalue()
    else:
        plain = b"".join(texts)
    if name == "a.tar":
        return plain
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("a.gz" if name.endswith("gz") else "a.zst")
        with open_write(path) as file:
            file.write(plain)
        return path.read_bytes()


SEEDS: dict[str, list[bytes]] = {
    "jsonl": [
        b'{"id":"a","text":"One.","n":1,"d":"2024-02-29","l":[{"x":1.5}]}\n{"body":"Two."}\n\n{"text":["a","b"]}\r\n'
    ],
    "csv": [
        b'id,text,n,l\na,"One, ""1""\ntwo",1,[1]\nb,Two,,\n',
        b"text;n\nOne;1\n",
        "id,text\né,ü\n".encode("utf-16"),
    ],
    "tsv": [b'id\ttext\tn\tb\na\t"One\ttwo"\t1.5\ttrue\n'],
    "text": ["Café.\r\n".encode(), "Hi".encode("utf-16"), b"+AOk- abc", "日本".encode("iso2022_jp")],
    "markdown": [b'---\nid: a\ntags: ["x", 1]\nn: 1\nd: 2024-02-29\nlist:\n- a\n- "b"\n---\n\n# One\n'],
    "packed": [],
    "parser": [],
}


def _seeds(target: str) -> list[bytes]:
    found = list(SEEDS[target])
    if target == "parser":
        found = [path.read_bytes() for path in sorted(FLOWS.rglob("*.flow"))]
    return found + [path.read_bytes()[1:] for path in sorted((HERE / "corpus" / target).glob("*"))]


@st.composite
def _mutated(draw: Any, seeds: list[bytes], extra: list[bytes]) -> bytes:
    """Return one of the seeds with some of its bytes changed, gone, doubled or taken from another one."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(("flip", "delete", "odd", "copy", "cut", "bytes"))):
            case "flip" if at < len(data):
                data[at] ^= draw(st.integers(1, 255))
            case "delete":
                del data[at : at + draw(st.integers(1, 20))]
            case "odd":
                data[at : at + draw(st.sampled_from((0, 0, 4)))] = draw(st.sampled_from(extra))
            case "copy":
                other = draw(st.sampled_from(seeds))
                start = draw(st.integers(0, len(other)))
                data[at:at] = other[start : start + draw(st.integers(1, 200))]
            case "cut":
                del data[at:]
            case _:
                data[at:at] = draw(st.binary(max_size=8))
    return bytes(data)


@st.composite
def _packs(draw: Any) -> bytes:
    kind = draw(st.integers(0, len(PACKED) - 1))
    plain = [seed for name in READERS for seed in SEEDS[name]] + [bytes(4000), b'{"text":"' + b"x" * 4000]
    texts = draw(st.lists(_mutated(plain, ODD), min_size=1, max_size=8))
    good = _archive(kind, texts)
    data = good if draw(st.booleans()) else draw(_mutated([good], ODD))
    if PACKED[kind] == "a.tar" and draw(st.booleans()):
        data = _mended(data)
    return bytes([kind]) + data


def _mended(tar: bytes) -> bytes:
    """Return a tar whose headers have right sums again, so that what was changed in them is believed."""
    data = bytearray(tar)
    for at in range(0, len(data) - 511, 512):
        if data[at + 257 : at + 262] == b"ustar":
            data[at + 148 : at + 156] = b" " * 8
            data[at + 148 : at + 156] = b"%06o\0 " % sum(data[at : at + 512])
    return bytes(data)


def inputs(target: str) -> Any:
    """Return the strategy for the inputs of a target."""
    if target == "packed":
        return _packs()
    variant = st.integers(0, 255).map(lambda number: bytes([number]))
    body = _mutated(_seeds(target), WORDS + ODD if target == "parser" else ODD)
    return st.tuples(variant, body).map(b"".join)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def fuzz(target: str, examples: int, last: Path | None, *, random: bool) -> None:
    """Run a target on so many inputs; raises what it raises, for the smallest input that does it."""
    check = TARGETS[target]

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=not random,
        suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
    @given(inputs(target))
    def law(data: bytes) -> None:
        if last is not None:
            last.write_bytes(target.encode() + b"\n" + data)
        with _folder() as folder:
            check(data, folder)

    law()


def main() -> None:
    """Read the command line and run."""
    parsed = argparse.ArgumentParser()
    parsed.add_argument("targets", nargs="+", choices=sorted(TARGETS))
    parsed.add_argument("--examples", type=int, default=100)
    parsed.add_argument("--random", action="store_true")
    parsed.add_argument("--last", type=Path)
    given_: SimpleNamespace | argparse.Namespace = parsed.parse_args()
    for target in given_.targets:
        fuzz(target, given_.examples, given_.last, random=given_.random)
        print(f"{target}: {given_.examples}", file=sys.stdout)


if __name__ == "__main__":
    main()
