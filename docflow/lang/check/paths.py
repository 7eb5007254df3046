"""Where sources and sinks point: a sink that would overwrite a source, a path that leaves the project.

Only what is written in the flow, or is the default of a param, is judged; a path of the command line is the
caller's own. Nothing is looked up but the marks of a project.
"""

import fnmatch
import os.path
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from docflow.errors import Label
from docflow.lang.check.here import Tally
from docflow.lang.check.includes import in_project, project_of
from docflow.lang.check.places import PlaceOf
from docflow.lang.findings import Findings
from docflow.late import late
from docflow.plan.quote import quote

__all__ = ["check_paths"]


def check_paths(
    flows: Sequence[tuple[str, Tally, Iterable[str]]], folder: Path | None, findings: Findings
) -> None:
    """Check the paths of flows, each with its name, its tally and the flows that it reads."""
    by_name = {name: (tally, tuple(reads)) for name, tally, reads in flows}
    for name, tally, _ in flows:
        read = [place for other in _reaching(name, by_name) for place in by_name[other][0].read]
        for written in tally.written_to:
            hit = next((place for place in read if _would_read(place.path, written)), None)
            if hit is not None:
                _overwritten(written, hit, findings)
        for place in (*tally.read, *tally.written_to):
            if folder is not None and (place.path == ".." or place.path.startswith(("../", "/"))):
                _check_inside(place, folder, findings)


def _reaching(name: str, flows: dict[str, tuple[Tally, tuple[str, ...]]]) -> set[str]:
    """The flow and all that it reads, directly or through others."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one in flows and one not in found:
            found.add(one)
            waiting += flows[one][1]
    return found


# ------------------------------------------------------------------------------- DF0805 overwritten


def _overwritten(written: PlaceOf, read: PlaceOf, findings: Findings) -> None:
    shown, source = quote(written.path), quote(read.path)
    if written.suffix is None and written.path == read.path:
        message = f"this sink would overwrite what the flow reads: {shown}"
    else:
        message = f"the next run would read what this sink writes: {source} finds {shown}, too"
    findings.add(
        "DF0805",
        message,
        written.span,
        help="write to a place of its own, such as a folder that no source reads",
        labels=(Label(read.span, "read here"),),
    )


_WILD = late(r"[*?\[]")


def _would_read(pattern: str, written: PlaceOf) -> bool:
    """Tell whether a source that reads `pattern` would find what is written, as `io.globs.expand` does."""
    path = written.path if written.suffix is None else f"{written.path}/x{written.suffix}"
    if path == pattern:
        return True
    if _WILD.search(pattern):
        return _matches(tuple(path.split("/")), tuple(pattern.split("/")))
    if pattern == ".":
        return not path.startswith(("../", "/")) and _visible(path)
    return path.startswith(f"{pattern}/") and _visible(path[len(pattern) + 1 :])


def _visible(path: str) -> bool:
    return not any(part.startswith(".") for part in path.split("/"))


def _matches(names: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    if not parts:
        return not names
    if parts[0] == "**":
        rest = parts[1:] or ("*",)
        visible = (at for at in range(len(names) + 1) if all(not n.startswith(".") for n in names[:at]))
        return any(_matches(names[at:], rest) for at in visible)
    if not names or names[0].startswith(".") != parts[0].startswith("."):
        return False
    if _WILD.search(parts[0]):
        fits = re.fullmatch(fnmatch.translate(parts[0]), names[0]) is not None
    else:
        fits = parts[0] == names[0]
    return fits and _matches(names[1:], parts[1:])


# -------------------------------------------------------------------------- DF0803 out of the project


def _check_inside(place: PlaceOf, folder: Path, findings: Findings) -> None:
    """Warn of a path that leaves the project; where nothing marks a project there is none to leave."""
    project = project_of(folder)
    if not in_project(project) or place.path.startswith(("/dev/", "/proc/")):
        return
    if place.path.startswith("/"):
        findings.add(
            "DF0803",
            f"{quote(place.path)} is there on this machine only",
            place.span,
            help="write it relative to this file, or make it a param that the command line gives",
            severity="warning",
        )
    elif not _inside(place.path, folder.resolve(), project):
        findings.add(
            "DF0803",
            f"{quote(place.path)} leads out of the project",
            place.span,
            help="keep it inside, or make it a param that the command line gives",
            severity="warning",
        )


def _inside(path: str, folder: Path, project: Path) -> bool:
    return Path(os.path.normpath(folder / path)).is_relative_to(project)
