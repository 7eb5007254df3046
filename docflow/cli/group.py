"""The group of verbs, and the one place where errors become messages and exit codes."""

import gc
import importlib
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import click

from docflow.catalog.catalog import Catalog
from docflow.cli import fail
from docflow.cli.output import occupy, put_error, spell_out
from docflow.errors import DocflowError
from docflow.io.escape import safe

if TYPE_CHECKING:
    from docflow.cli.commands import Commands

__all__ = ["VERBS", "main"]

VERBS = {
    "run": "Run a flow.",
    "clean": "Clean files or folders, no flow file needed.",
    "check": "Check flows and report every mistake.",
    "fmt": "Bring flow files into the one layout.",
    "test": "Run the tests that stand in flow files.",
    "trace": "Show what each step did to one document.",
    "quarantine": "Show what failed in a run, and do it again after a fix.",
    "plan": "Show what a flow would do.",
    "diff": "Show how an edit of a flow changes its results.",
    "graph": "Draw a flow, with the counts of a run if asked for.",
    "explain": "Explain a diagnostic code such as DF0301.",
    "lsp": "Serve an editor: findings, hover, completion, rename.",
    "plugins": "List the installed plugins, or show a component.",
}
"""The built-in verbs, in the order of the help; each is `docflow/cli/verbs/VERB.py` with a `command`."""

SHORT = 70
"""Characters of the help of a plugin's verb in the table."""


class Verbs(click.Group):
    """Imports a verb's module when it is called, so that `check` pays nothing for `run`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the built-in verbs, then those of plugins."""
        return [*VERBS, *_plugin_commands()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a verb, built-in or brought by a plugin."""
        if cmd_name in VERBS:
            command: click.Command = importlib.import_module(f"docflow.cli.verbs.{cmd_name}").command
            return command
        return _plugin_commands().get(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb that is called and what is for it; one that nobody has ends with the nearest."""
        command = self.get_command(ctx, args[0])
        if command is None and ctx.resilient_parsing:  # a shell completes a line: nobody waits for an error
            return None, None, args[1:]
        if command is None:
            near = importlib.import_module("docflow.lang.suggest").nearest(args[0], self.list_commands(ctx))
            hint = f"did you mean `{near}`?" if near else "`docflow --help` lists the commands"
            ctx.fail(f"there is no command `{args[0]}`; {hint}")
        return args[0], command, args[1:]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the tables of verbs; those of docflow are not imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))
        if found := _plugin_commands():
            with formatter.section("Commands of plugins"):
                formatter.write_dl(
                    [(safe(name), safe(found[name].get_short_help_str(SHORT))) for name in sorted(found)]
                )


def _plugin_commands() -> dict[str, click.Command]:
    """Return the verbs that the installed plugins bring; a plugin that fails at it brings none."""
    catalog = Catalog.installed()
    commands: Commands = importlib.import_module("docflow.cli.commands").Commands(VERBS, catalog)
    for name in catalog.names():
        try:
            namespace = catalog.namespace(name)
        except DocflowError:
            continue  # a broken plugin has no commands; `docflow plugins list` says why
        if namespace is None:
            continue
        try:
            namespace.hooks.docflow_commands(cli=commands)
        except Exception as error:  # noqa: BLE001 - of a plugin; the verbs of others are there all the same
            put_error(f"docflow: the plugin `{name}` could not add its commands: {safe(str(error))}")
    return commands.found


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="docflow-core", prog_name="docflow")
def docflow() -> None:
    """Clean piles of documents with flows: read, clean, extract, filter, write."""


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit; never shows a traceback for a user's mistake."""
    gc.set_threshold(
        20_000, 20, 20
    )  # what a start makes stays: looking through it 200 times is a tenth of it
    arguments = list(sys.argv[1:] if argv is None else argv)
    format_ = fail.wanted_format(arguments)
    occupy()
    spell_out()
    try:
        code = docflow.main(args=arguments, prog_name="docflow", standalone_mode=False)
    except click.ClickException as error:
        code = fail.misused(error, format_=format_)
    except click.exceptions.Abort:
        code = 130
    except KeyboardInterrupt:
        code = 130
    except DocflowError as error:
        code = fail.show(error, format_=format_, log=fail.wanted_log(arguments))
    except FileNotFoundError as error:
        code = fail.adrift(error, format_=format_, log=fail.wanted_log(arguments))
    except Exception as error:  # noqa: BLE001 - the last wall: a bug of ours ends in one line, too
        code = fail.bug(error, format_=format_, log=fail.wanted_log(arguments))
    sys.exit(code if isinstance(code, int) else 0)
