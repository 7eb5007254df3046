"""`docflow learn`: the residue of sites, written as rules that people read and commit."""

from difflib import get_close_matches
from typing import Any

import click

from docflow.plugin import CommandLine
from docflow_residue.learning.asked import BETWEEN, DOCUMENTS, FOLDER, SHARE, SITE, Asked
from docflow_residue.learning.files import refuse_odd, write
from docflow_residue.learning.found import FoundSite
from docflow_residue.learning.learner import Learner
from docflow_residue.learning.rules import rules_of
from docflow_residue.learning.table import as_json, table

__all__ = ["learn_command"]

SHOWN = 20
"""Rules of a site that are shown."""
NAMED = 3
"""Sites and packs that are named in one sentence."""
DAY = "%Y-%m-%d"


def learn_command(cli: CommandLine) -> click.Command:
    """Return the verb `learn`."""

    @click.command("learn", short_help="Learn what repeats across documents, as rules to commit.")
    @click.argument("flow", required=False)
    @click.option(
        "--input",
        "inputs",
        metavar="PATH",
        multiple=True,
        help="Files, folders or globs to read; may be repeated.",
    )
    @click.option(
        "--set", "sets", metavar="NAME=VALUE", multiple=True, help="Give a param of the flow a value."
    )
    @click.option(
        "--by",
        default=SITE,
        show_default=True,
        help="What documents have in common: site, folder, or the name of a field.",
    )
    @click.option("--site", default="", help="Learn of this site only.")
    @click.option(
        "--documents",
        default=DOCUMENTS,
        show_default=True,
        type=click.IntRange(2),
        help="The least number of documents.",
    )
    @click.option(
        "--share",
        default=SHARE,
        show_default=True,
        type=click.FloatRange(0, 1),
        help="The least share, before and after the text.",
    )
    @click.option(
        "--between",
        default=BETWEEN,
        show_default=True,
        type=click.FloatRange(0, 1),
        help="The least share within the text.",
    )
    @click.option(
        "--out",
        metavar="PATH",
        multiple=True,
        help="Write the rules: packs into a folder, one pack into a .toml file, stages into a .flow file.",
    )
    @click.option("--replace", is_flag=True, help="Write over files that say something else.")
    @click.option("--date", type=click.DateTime([DAY]), help="The date that the packs bear.")
    @click.option("--all", "every", is_flag=True, help="Show all rules.")
    @click.option(
        "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to print."
    )
    def command(flow: str | None, inputs: tuple[str, ...], sets: tuple[str, ...], **rest: Any) -> int:
        """Learn which lines repeat across the documents of a site, and write them as rules.

        Reads the documents of FLOW, or those of --input, twice. Nothing is written without --out.
        What is written is for you to read: take out what is text, then commit it.
        """
        refuse_odd(rest["out"])
        learner = Learner(Asked(rest["documents"], rest["share"], rest["between"]), rest["by"], rest["site"])
        values = dict(_value(each) for each in sets)
        for take in (learner.first, learner.second):
            cli.read(take, flow=flow, inputs=inputs, sets=values)
            if take == learner.first:
                _refuse_unknown(learner)
                learner.settle()
        found = [made for site in learner.sites() if (made := rules_of(site)).rules]
        day = "" if rest["date"] is None else rest["date"].strftime(DAY)
        written = write(found, rest["out"], day, replace=rest["replace"])
        if rest["format_"] == "json":
            cli.put_json({"sites": as_json(found), "written": written})
        else:
            _show(cli, found, written, SHOWN if not rest["every"] else 1 << 30)
        return 0

    return command


def _value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"`--set {text}` needs a `=`: write `--set NAME=VALUE`")
    return name, value


def _refuse_unknown(learner: Learner) -> None:
    """Say what no document has: a site that is asked for, a field to go by."""
    if learner.groups == ("",) and learner.by not in (SITE, FOLDER):
        raise click.UsageError(
            f"no document has a field `{learner.by}`; `--by` takes site, folder, or the name of a field"
        )
    if learner.only and learner.only not in learner.groups:
        names = [name for name in learner.groups if name]
        told = [f"`{name}`" for name in get_close_matches(learner.only, names, NAMED) or names[:NAMED]]
        there = f"there is {', '.join(told)}" if told else "no document has one"
        raise click.UsageError(f"no document is of the site `{learner.only}`; {there}")


def _show(cli: CommandLine, found: list[FoundSite], written: list[str], most: int) -> None:
    if not found:
        cli.put("nothing repeats: no line stands in enough documents of one site")
    for site in found:
        cli.put("\n".join(table(site, most)))
    for path in written:
        cli.put(f"written: {path}")
    if found and not written:
        cli.put("nothing was written; `--out DIR` writes packs, `--out FILE.flow` stages of a flow")
    for path in written:
        if path.endswith(".flow"):
            cli.put(f'read its stages, then use them: include "{path}" as learned')
    packs = [f'"{path}"' for path in written if not path.endswith(".flow")]
    if packs:
        more = ", ..." if len(packs) > NAMED else ""
        cli.put(f"read the rules, then use them: residue.remove(packs: [{', '.join(packs[:NAMED])}{more}])")
