"""`docflow learn`: the residue of sites, written as rules that people read and commit."""

import datetime
from pathlib import Path
from typing import Any

import click

from docflow.plugin import CommandLine
from docflow_residue.learning.asked import BETWEEN, DOCUMENTS, SHARE, SITE, Asked
from docflow_residue.learning.found import FoundSite
from docflow_residue.learning.learner import Learner
from docflow_residue.learning.rules import rules_of
from docflow_residue.learning.table import as_json, table
from docflow_residue.learning.writing import flow_text, pack_text, slug

__all__ = ["learn_command"]

SHOWN = 20
"""Rules of a site that are shown."""
DAY = "%Y-%m-%d"


def learn_command(cli: CommandLine) -> click.Command:
    """Return the verb `learn`."""

    @click.command("learn")
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
        "--by", default=SITE, help="What documents have in common: site, folder, or a field (default: site)."
    )
    @click.option("--site", default="", help="Learn of this site only.")
    @click.option(
        "--documents", default=DOCUMENTS, type=click.IntRange(2), help="The least number of documents."
    )
    @click.option(
        "--share",
        default=SHARE,
        type=click.FloatRange(0, 1),
        help="The least share, before and after the text.",
    )
    @click.option(
        "--between", default=BETWEEN, type=click.FloatRange(0, 1), help="The least share within the text."
    )
    @click.option(
        "--out",
        metavar="PATH",
        multiple=True,
        help="Write the rules: packs into a folder, one pack into a .toml file, stages into a .flow file.",
    )
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
        asked = Asked(rest["documents"], rest["share"], rest["between"])
        learner = Learner(asked, rest["by"], rest["site"])
        values = dict(_value(each) for each in sets)
        for take in (learner.first, learner.second):
            cli.read(take, flow=flow, inputs=inputs, sets=values)
            if take == learner.first:
                learner.settle()
        found = [made for site in learner.sites() if (made := rules_of(site)).rules]
        _refuse_unknown(rest["site"], learner)
        written = _write(found, rest["out"], rest["date"])
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


def _refuse_unknown(site: str, learner: Learner) -> None:
    if site and site not in learner.groups:
        raise click.UsageError(f"no document is of the site `{site}`; `--by` says what a site is")


def _show(cli: CommandLine, found: list[FoundSite], written: list[str], most: int) -> None:
    if not found:
        cli.put("nothing repeats: no line stands in enough documents of one site")
    for site in found:
        cli.put("\n".join(table(site, most)))
    for path in written:
        cli.put(f"written: {path}")
    if found and not written:
        cli.put("nothing was written; `--out DIR` writes packs, `--out FILE.flow` stages of a flow")


def _write(found: list[FoundSite], out: tuple[str, ...], date: datetime.datetime | None) -> list[str]:
    """Write what was learned, each place by its suffix; return the files."""
    written: dict[str, str] = {}
    for place in out if found else ():
        if place.endswith(".flow"):
            written[place] = flow_text(found)
        else:
            _add_packs(place, found, "" if date is None else date.strftime(DAY), written)
    for path, text in written.items():
        _replace(Path(path), text)
    return list(written)


def _add_packs(place: str, found: list[FoundSite], day: str, written: dict[str, str]) -> None:
    if place.endswith(".toml") and len(found) > 1:
        names = ", ".join(site.site or "(no site)" for site in found[:5])
        raise click.UsageError(
            f"{len(found)} sites do not go into one pack ({names}); give a folder, or `--site`"
        )
    for site in found:
        path = place if place.endswith(".toml") else _free(slug(site.site), place, written)
        written[path] = pack_text(site, day)


def _free(name: str, folder: str, written: dict[str, str]) -> str:
    """Return the file of a pack, with a number where two sites are called alike."""
    path, number = Path(folder) / f"{name}.toml", 1
    while str(path) in written:
        number += 1
        path = Path(folder) / f"{name}-{number}.toml"
    return str(path)


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(path)
    except OSError as error:
        raise click.ClickException(f"`{path}` cannot be written: {error.strerror}") from None
