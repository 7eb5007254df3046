"""`[tool.docflow]` in pyproject.toml: which findings matter in a project.

    [tool.docflow.levels]
    DF0208 = "off"          # a code: off, warning or error
    DF03 = "error"          # a family; the code beats the family
    warnings = "error"      # all other warnings: error or off

An error stays an error. The nearest pyproject.toml with such a table counts, looking upwards from the flow
file to the folder that holds `.git`. Most projects have none, so TOML is read only where a line names it.
"""

import os
import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Literal

from docflow.errors import Diagnostic
from docflow.io.confine import Root
from docflow.late import late
from docflow.value import evolve, frozen

__all__ = ["ALL", "LEVELS", "Level", "Settings", "settings_for"]

Level = Literal["off", "warning", "error"]
LEVELS: tuple[Level, ...] = ("off", "warning", "error")
ALL = "warnings"
"""The key for all warnings that no other key names."""
_TABLE = late(
    r"""^[ \t]*(?:\[\[?[ \t]*)?["']?tool["']?[ \t]*(?:[]=]|\.[ \t]*["']?docflow["']?[ \t]*[].=])""",
    re.MULTILINE,
)
_KEPT = "pyproject.toml cannot lower it: an error stays an error"


@frozen
class Settings:
    """What a project wants of its flows: `levels` by code, by family (`DF03`) and for all `warnings`."""

    levels: Mapping[str, Level] = {}

    def levelled(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return the findings with the severities that the project wants, without those that are off."""
        found = tuple(diagnostics)
        if not self.levels:
            return found
        return tuple(new for each in found if (new := self._levelled(each)) is not None)

    def shown(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return the findings without those that are off, as they are: for a run, which errors alone stop."""
        found = tuple(diagnostics)
        return tuple(each for each in found if self._levelled(each) is not None) if self.levels else found

    def over(self, levels: Mapping[str, Level]) -> "Settings":
        """Return settings where these levels come first, as those of a command line over those of a project.

        A code still beats a family, wherever each was said.
        """
        return Settings({**self.levels, **levels}) if levels else self

    def narrowed(self) -> "Settings":
        """Return the settings that ask for more; those that hide a warning are left out."""
        return Settings({key: level for key, level in self.levels.items() if level == "error"})

    def _levelled(self, found: Diagnostic) -> Diagnostic | None:
        level = self.levels.get(found.code) or self.levels.get(found.code[:4])
        if found.severity == "error":
            if level in (None, "error"):
                return found
            return evolve(found, help=f"{found.help}; {_KEPT}" if found.help else _KEPT)
        level = level or self.levels.get(ALL)
        if level == "off":
            return None
        return evolve(found, severity="error") if level == "error" else found


def settings_for(folder: Path, root: Root | None = None) -> Settings:
    """Return the settings for flows in a folder: those of the nearest pyproject.toml that has some.

    With a `root` the project is not trusted: no folder above it is looked at, and its settings may make
    warnings errors, but hide none.

    Raises FlowError with every mistake of the table and its place in that file.
    """
    start = folder.resolve()
    for here in (start, *start.parents):
        file = here / "pyproject.toml"
        if root is not None and not root.holds(file):
            break
        text = _read(file)
        if text is not None and "docflow" in text and _TABLE.search(text):
            settings = _settings(text, os.path.relpath(file))
            if settings is not None:
                return settings if root is None else settings.narrowed()
        if (here / ".git").exists():
            break
    return Settings()


def _read(file: Path) -> str | None:
    try:
        return file.read_text("utf-8").removeprefix("\ufeff")  # the codec `utf-8-sig` costs a start 0.4 ms
    except (OSError, UnicodeDecodeError):  # a file that no tool can read is for others to complain about
        return None


def _settings(text: str, name: str) -> Settings | None:
    """Read the table; what reads TOML is imported where there seems to be one."""
    levels: Mapping[str, Level] | None = import_module("docflow.settings.table").levels(text, name)
    return None if levels is None else Settings(levels)
