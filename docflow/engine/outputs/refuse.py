"""What a run refuses to write over, found before any work starts."""

import fnmatch
import re
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from docflow.engine.inputs.find import Pattern
from docflow.engine.inputs.part import InputFile
from docflow.engine.outputs.target import Target
from docflow.engine.state.room import STATE
from docflow.errors import RefusedError
from docflow.io.escape import safe
from docflow.io.globs import fixed_part, is_glob

__all__ = ["refuse_dangerous", "refuse_folders", "refuse_inputs", "refuse_twice"]


def refuse_twice(targets: Sequence[Target]) -> None:
    """Refuse two sinks on one path, and a file where another sink needs a folder."""
    known: dict[Path, Target] = {}
    for target in targets:
        if target.path in known:
            raise RefusedError(
                f"two sinks write to `{target.shown}` (lines {known[target.path].step.at.line} and"
                f" {target.step.at.line}); give one of them another path"
            )
        known[target.path] = target
    for target in targets:
        for parent in target.path.parents:
            above = known.get(parent)
            if above is not None and above.layout == "file":
                raise RefusedError(
                    f"`{above.shown}` is a file of one sink and a folder of another; rename one"
                )


def refuse_dangerous(targets: Iterable[Target], flow_file: Path | None) -> None:
    """Refuse to write over a flow, into `.git` or our own state, or a file where a folder stands."""
    for target in targets:
        line = f"(line {target.step.at.line})"
        for part in target.path.parts:
            if part.lower() in (".git", ".docflow"):
                raise RefusedError(
                    f"`{target.shown}` is inside a `{part}` folder; docflow never writes there {line}"
                )
        if flow_file is not None and _same(target.path, flow_file):
            raise RefusedError(f"`{target.shown}` is the flow file itself; write somewhere else {line}")
        if _kind(target) == "special":
            raise RefusedError(
                f"`{target.shown}` is no ordinary file; docflow writes whole files only {line}"
            )
        if target.layout == "file" and target.path.suffix == ".flow" and target.path.exists():
            raise RefusedError(f"`{target.shown}` is a flow file; write somewhere else {line}")
        if target.layout == "file" and _kind(target) == "folder":
            raise RefusedError(f"`{target.shown}` is a folder; the sink writes a file {line}")
        if target.layout == "folder" and _kind(target) == "file":
            raise RefusedError(f"`{target.shown}` is a file; the sink writes a folder of files {line}")


def refuse_folders(state: Path, names: Iterable[str]) -> None:
    """Refuse a state folder in which a folder stands where a file is to be written."""
    for name in names:
        if (state / name).is_dir():
            raise RefusedError(
                f"`{state / name}` is a folder, and docflow writes a file there; remove or rename it;"
                " nothing was run"
            )


def _kind(target: Target) -> str:
    """Return what stands in the place of a target: "", "file", "folder", or "special" (a device, a pipe).

    All that stands directly in /dev is special: a link such as /dev/stdout must not be replaced by a file.
    Raises RefusedError for a path that cannot be looked at.
    """
    try:
        mode = target.path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        mode = 0
    except OSError as error:
        raise RefusedError(
            f"cannot write to `{target.shown}` (line {target.step.at.line}): {error.strerror}"
        ) from error
    if target.path.parent == Path("/dev"):
        return "special"
    if not mode:
        return ""
    return "folder" if stat.S_ISDIR(mode) else "file" if stat.S_ISREG(mode) else "special"


def refuse_inputs(
    targets: Sequence[Target], files: Iterable[InputFile], patterns: Iterable[Pattern], state: Path
) -> None:
    """Refuse outputs that are inputs of this run, or would be inputs of the next one.

    `state` is the run's own folder: what stands there, such as the quarantine, is written anew, too.
    """
    files_of = {_identity(target.path): target for target in targets if target.layout == "file"}
    folders = {target.path: target for target in targets if target.layout == "folder"}
    resolved: dict[Path, Path] = {}
    for file in files:
        hit = files_of.get(file.identity)
        path = file.found.path
        if STATE in path.parts and path.resolve().is_relative_to(state):
            raise RefusedError(
                f"the input `{safe(file.shown)}` belongs to this flow's earlier runs and is written anew by"
                " each; copy it to another folder first"
            )
        if hit is None and folders:
            if path.is_symlink():
                path = path.resolve()
            if path.parent not in resolved:
                resolved[path.parent] = path.parent.resolve()
            folder = folders.get(resolved[path.parent])
            hit = folder if folder is not None and path.name.endswith(folder.suffix) else None
        if hit is not None:
            raise RefusedError(_over(hit, file.found.display))
    for pattern in patterns:
        for target in targets:
            if _would_read(pattern, target):
                raise RefusedError(
                    f"the input `{safe(pattern.text)}` would read the output `{target.shown}` at the next run"
                    f" (line {target.step.at.line}); write it somewhere else"
                )


def _over(target: Target, display: str) -> str:
    return (
        f"`{target.shown}` would overwrite the input `{safe(display)}` (line {target.step.at.line});"
        " write somewhere else, or read another flow's result with `from flow.NAME`"
    )


def _identity(path: Path) -> object:
    """Return what two names of one file have in common, links or not; the path if it is new."""
    try:
        status = path.stat()
    except OSError:
        return str(path)
    return (status.st_dev, status.st_ino)


def _same(one: Path, other: Path) -> bool:
    return one == other or _identity(one) == _identity(other)


def _would_read(pattern: Pattern, target: Target) -> bool:
    """Return whether a pattern matches what the target writes, as `io.globs.expand` would."""
    path = target.path / f"x{target.suffix}" if target.layout == "folder" else target.path
    exact = (pattern.base / pattern.text).resolve()
    if exact.is_dir():
        return path.is_relative_to(exact) and _visible(path.relative_to(exact).parts)
    if not is_glob(pattern.text):
        return exact == path
    head, wild = fixed_part(pattern.text)
    root = (pattern.base / head).resolve()
    return path.is_relative_to(root) and _matches(path.relative_to(root).parts, wild)


def _visible(parts: Sequence[str]) -> bool:
    return not any(part.startswith(".") for part in parts)


def _matches(names: Sequence[str], parts: Sequence[str]) -> bool:
    if not parts:
        return not names
    if parts[0] == "**":
        rest = parts[1:] or ("*",)
        return any(_visible(names[:at]) and _matches(names[at:], rest) for at in range(len(names) + 1))
    if not names or (names[0].startswith(".") != parts[0].startswith(".")):
        return False
    return re.fullmatch(fnmatch.translate(parts[0]), names[0]) is not None and _matches(names[1:], parts[1:])
