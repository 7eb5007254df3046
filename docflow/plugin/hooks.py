"""The hooks of a plugin: pluggy markers and typed specifications, for registration only."""

from collections.abc import Iterable
from typing import Any, TypeVar

import pluggy

__all__ = ["PROJECT", "hookimpl", "hookspec"]

PROJECT = "docflow"
F = TypeVar("F")
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Specs:
    """The seven hooks of version 1. Each has at most one context argument, which may only grow."""

    @hookspec
    def docflow_components(self) -> tuple[type, ...]:  # type: ignore[empty-body]
        """Return the component classes of this namespace."""

    @hookspec
    def docflow_functions(self) -> tuple[Any, ...]:  # type: ignore[empty-body]
        """Return the functions (made by `function`) that expressions may call."""

    @hookspec
    def docflow_pools(self) -> tuple[Any, ...]:  # type: ignore[empty-body]
        """Return `Pool`s: named ways to run the parts of a flow, for `docflow run --engine NAME`."""

    @hookspec
    def docflow_checks(self, program: Any) -> Iterable[Any]:  # type: ignore[empty-body]
        """Return `Hazard`s about a checked program (a `ProgramView`) that uses this namespace."""

    @hookspec
    def docflow_commands(self, cli: Any) -> None:
        """Add commands to the command line: `cli.add_command(...)`."""

    @hookspec
    def docflow_run_events(self, run: Any) -> Any:
        """Return an object whose `start(run)` and `end(report)` are called around a run, or None."""

    @hookspec
    def docflow_cleaned(self, cleaned: Any) -> Iterable[str]:  # type: ignore[empty-body]
        """Return lines for the end of `docflow clean`, which ran a step of this plugin (a `Cleaned`)."""
