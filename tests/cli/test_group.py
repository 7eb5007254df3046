"""The verbs that plugins bring: in the help, called by name, harmless where a plugin fails."""

import types
from collections.abc import Callable
from typing import Any

import click
import pytest

from docflow.catalog.catalog import Catalog
from docflow.cli.output import put_error
from docflow.plugin import hookimpl


def plugin(add: Callable[[Any], object]) -> types.ModuleType:
    module = types.ModuleType("sample_plugin")
    module.docflow_commands = hookimpl(add)  # type: ignore[attr-defined]
    return module


@click.command("greet")
def greet() -> None:
    """Say hello.

    Twice.
    """
    put_error("hello")


@click.command("run")
def shadow() -> None:
    """Take the name of a verb of docflow."""


def broken(cli: Any) -> None:
    raise RuntimeError("no\x1b[2Jluck")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog.of(
        sample=plugin(lambda cli: (cli.add_command(greet), cli.add_command(shadow))), broken=plugin(broken)
    )
    monkeypatch.setattr(Catalog, "installed", staticmethod(lambda: catalog))


@pytest.mark.usefixtures("installed")
def test_the_help_names_the_verbs_of_plugins(docflow: Any) -> None:
    done = docflow("--help")
    assert done.code == 0
    head, _, tail = done.out.partition("Commands of plugins:\n")
    assert "  run         Run a flow." in head
    assert tail == "  greet  Say hello.\n"
    assert "the plugin `broken` could not add its commands: no" in done.err
    assert "\x1b" not in done.err


@pytest.mark.usefixtures("installed")
def test_a_verb_of_a_plugin_is_called_and_takes_no_name_of_docflow(docflow: Any) -> None:
    assert "hello" in docflow("greet").err
    assert "Run a flow" in docflow("run", "--help").out


@pytest.mark.usefixtures("installed")
def test_a_verb_that_nobody_has(docflow: Any) -> None:
    done = docflow("gret", "--loud")
    assert done.code == 2
    assert "there is no command `gret`; did you mean `greet`?" in done.err
    assert "`docflow --help` lists the commands" in docflow("zzzzzzzz").err


def test_a_shell_that_completes_behind_a_mistyped_verb_hears_nothing(
    docflow: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_DOCFLOW_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "docflow gret --l")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert docflow().err == ""
