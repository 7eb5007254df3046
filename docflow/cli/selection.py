"""Which tests a command line means: files and folders, `FILE:12`, `FILE::NAME`, and words of names."""

import re
from collections.abc import Sequence
from pathlib import Path

from attrs import define, field

from docflow.cli.flowpaths import flow_files
from docflow.errors import RefusedError
from docflow.late import late
from docflow.plan.case import Case

__all__ = ["Selection", "select"]

_LINE = late(r"(?P<file>.+\.flow):(?P<line>\d+)", re.DOTALL)


@define
class Selection:
    """The tests of one file that are meant; `all_` of them unless lines or names are given."""

    file: str
    all_: bool = False
    lines: set[int] = field(factory=set)
    names: set[str] = field(factory=set)

    def takes(self, case: Case) -> bool:
        """Whether a test is meant."""
        near = any(case.at.line <= line <= max(case.end, case.at.line) for line in self.lines)
        return self.all_ or near or case.name in self.names

    def check(self, cases: Sequence[Case]) -> None:
        """Raise RefusedError for a line or a name that no test has."""
        listed = ", ".join(f'"{case.name}" (line {case.at.line})' for case in cases) or "none"
        for line in sorted(self.lines):
            if not any(case.at.line <= line <= case.end for case in cases):
                raise RefusedError(f"no test of `{self.file}` stands at line {line}; its tests: {listed}")
        for name in sorted(self.names - {case.name for case in cases}):
            raise RefusedError(f"`{self.file}` has no test called `{name}`; its tests: {listed}")


def select(targets: Sequence[str]) -> list[Selection]:
    """Return what is meant of each file, in the order given; a file that is named twice comes once."""
    found: dict[Path, Selection] = {}
    for target in targets or (".",):
        path, line, name = _apart(target)
        for file in map(str, flow_files((path,))):
            chosen = found.setdefault(Path(file).resolve(), Selection(file))
            if line is not None:
                chosen.lines.add(line)
            elif name is not None:
                chosen.names.add(name)
            else:
                chosen.all_ = True
    return list(found.values())


def _apart(target: str) -> tuple[str, int | None, str | None]:
    """Take `FILE:12` and `FILE::NAME` apart, unless there is a file of just that name."""
    if Path(target).exists():
        return target, None, None
    file, colons, name = target.partition("::")
    if colons:
        return file, None, name
    found = _LINE.fullmatch(target)
    return (found["file"], int(found["line"]), None) if found else (target, None, None)
