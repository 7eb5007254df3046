"""The files that `docflow learn` writes: never over what somebody changed, whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

import click

from docflow_residue.learning.found import FoundSite
from docflow_residue.learning.writing import flow_text, pack_text, slug

__all__ = ["refuse_odd", "write"]

PACK, FLOW = ".toml", ".flow"
OTHER = (".txt", ".json", ".jsonl", ".yaml", ".yml", ".csv", ".md")
"""Endings of files that are neither: no folder of packs is meant by them."""


def refuse_odd(places: Sequence[str]) -> None:
    """Refuse what nothing can be written to, before anything is read. Raises click.UsageError."""
    for place in places:
        path = Path(place)
        if path.suffix in OTHER or (path.suffix not in (PACK, FLOW) and path.is_file()):
            raise click.UsageError(f"`--out {place}` is no folder, and ends neither in {PACK} nor in {FLOW}")


def write(found: Sequence[FoundSite], places: Sequence[str], day: str, *, replace: bool) -> list[str]:
    """Write what was learned, each place by its ending; return the files.

    Nothing is written where one of the files is there and says something else, unless `replace`: it may
    have been corrected by hand. Raises click.UsageError, click.ClickException.
    """
    texts: dict[str, str] = {}
    for place in places if found else ():
        if place.endswith(FLOW):
            texts[place] = flow_text(found)
        else:
            _add_packs(place, found, day, texts)
    for path, text in texts.items():
        if not replace and _differs(Path(path), text):
            raise click.UsageError(f"`{path}` is there and says something else; `--replace` writes over it")
    for path, text in texts.items():
        _put(Path(path), text)
    return list(texts)


def _add_packs(place: str, found: Sequence[FoundSite], day: str, texts: dict[str, str]) -> None:
    if place.endswith(PACK) and len(found) > 1:
        names = ", ".join(site.site or "(no site)" for site in found[:5])
        raise click.UsageError(
            f"{len(found)} sites do not go into one pack ({names}); give a folder, or `--site`"
        )
    for site in found:
        path = place if place.endswith(PACK) else _free(slug(site.site), place, texts)
        texts[path] = pack_text(site, day)


def _free(name: str, folder: str, texts: dict[str, str]) -> str:
    """Return the file of a pack, with a number where two sites are called alike."""
    path, number = Path(folder) / f"{name}{PACK}", 1
    while str(path) in texts:
        number += 1
        path = Path(folder) / f"{name}-{number}{PACK}"
    return str(path)


def _differs(path: Path, text: str) -> bool:
    try:
        return path.exists() and path.read_bytes() != text.encode("utf-8")
    except OSError as error:
        raise click.ClickException(f"`{path}` cannot be read: {error.strerror}") from None


def _put(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(path)
    except OSError as error:
        raise click.ClickException(f"`{path}` cannot be written: {error.strerror}") from None
