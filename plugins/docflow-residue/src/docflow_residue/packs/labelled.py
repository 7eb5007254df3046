"""Reading labelled lines: JSON lines of `id`, `lines` and `labels`, plain or compressed with gzip."""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from docflow_residue.packs.score import Page

__all__ = ["read_pages"]


def read_pages(path: Path) -> Iterator[Page]:
    """Yield the pages of a file, or of all `.jsonl` and `.jsonl.gz` files of a folder that hold such lines.

    Raises click.ClickException where a file cannot be read or a record is no such page.
    """
    files = [path] if not path.is_dir() else sorted(file for file in path.iterdir() if _named(file))
    for file in files:
        yield from _pages(file)


def _named(file: Path) -> bool:
    return file.name.endswith((".jsonl", ".jsonl.gz"))


def _pages(file: Path) -> Iterator[Page]:
    try:
        with (
            gzip.open(file, "rt", encoding="utf-8")
            if file.suffix == ".gz"
            else file.open(encoding="utf-8") as lines
        ):
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _page(json.loads(line), f"{file.name}:{number}")
    except OSError as error:
        raise click.ClickException(f"`{file}` cannot be read: {error.strerror or error}") from None
    except (EOFError, UnicodeDecodeError, json.JSONDecodeError, zlib.error, RecursionError) as error:
        raise click.ClickException(f"`{file}` does not hold JSON lines: {error}") from None


def _page(data: Any, where: str) -> Page:
    lines, labels = (data.get("lines"), data.get("labels")) if isinstance(data, dict) else (None, None)
    sound = isinstance(lines, list) and all(isinstance(line, str) and "\n" not in line for line in lines)
    if not sound or not isinstance(labels, (str, list)) or len(labels) != len(lines or ()):
        raise click.ClickException(
            f"{where} is no labelled page: it needs `lines` (texts) and as many `labels` (K, D or others)"
        )
    return Page(
        str(data.get("id", where)), tuple(lines or ()), "".join(str(each)[:1] or "?" for each in labels)
    )
