"""Looking at flows for `docflow check`: what is found in each, with the levels of its project."""

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from attrs import define

from docflow.cli.targets import Target
from docflow.errors import Diagnostic, RefusedError
from docflow.flowfile.file import Checked, FlowFile
from docflow.flowfile.trust import Trust
from docflow.settings import ALL, Level, Settings, settings_for

__all__ = ["Looked", "again", "asked_levels", "look", "worst"]


@define(eq=False)
class Looked:
    """A flow that was checked, and `found`: what matters of it in its project."""

    target: Target
    settings: Settings
    checked: Checked
    found: tuple[Diagnostic, ...]

    @property
    def name(self) -> str:
        """How messages call the flow."""
        return self.target.flow.name

    @property
    def sources(self) -> Mapping[str, str]:
        """The texts that the findings point into."""
        return self.checked.sources

    @property
    def mendable(self) -> int:
        """How many findings have a fix for this very file."""
        return sum(each.fix is not None and each.fix.span.file == self.name for each in self.found)


def look(
    chosen: Sequence[Target], deny: Sequence[str], allow: Sequence[str], trust: Trust | None = None
) -> list[Looked]:
    """Check flows as far as they are trusted, with the levels of the command line over those of the project.

    Raises RefusedError for a level that nobody knows, FlowError for a wrong table in a pyproject.toml.
    """
    asked = asked_levels(deny, allow)
    folders: dict[Path, Settings] = {}
    found = []
    for target in chosen:
        folder = target.flow.folder
        if folder not in folders:
            root = trust.project_root(folder) if trust is not None else None
            folders[folder] = settings_for(folder, root).over(asked)
        flow = target.flow.within(trust) if trust is not None and trust.limited else target.flow
        found.append(again(target, folders[folder], flow))
    return found


def again(target: Target, settings: Settings, flow: FlowFile) -> Looked:
    """Check one flow; `flow` may be the flow of the target with another text."""
    checked = flow.check()
    return Looked(target, settings, checked, settings.levelled(checked.diagnostics))


def worst(looked: Iterable[Looked]) -> int:
    """Return the exit code: 2 when there is an error."""
    return 2 if any(found.severity == "error" for each in looked for found in each.found) else 0


def asked_levels(deny: Sequence[str], allow: Sequence[str]) -> dict[str, Level]:
    """Return the levels that `--deny` and `--allow` give; raises RefusedError for one that nobody knows."""
    levels: dict[str, Level] = {}
    for option, keys, level in (("--deny", deny, "error"), ("--allow", allow, "off")):
        for word in (part.strip() for each in keys for part in each.split(",")):
            key = word if word == ALL else word.upper()
            wrong = import_module("docflow.settings.table").known(key)
            if wrong:
                raise RefusedError(f"`{option} {word}`: there is no such code; {wrong}")
            if levels.get(key, level) != level:
                raise RefusedError(f"{key} is both denied and allowed")
            levels[key] = "error" if level == "error" else "off"
    return levels
