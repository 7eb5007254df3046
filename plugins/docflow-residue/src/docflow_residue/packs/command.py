"""`docflow residue`: what a pack gains and harms on labelled lines, and the JSON schema of packs."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from docflow.plugin import CommandLine, Cut, OpenContext
from docflow_residue.learning.table import shown
from docflow_residue.packs.jsonschema import json_schema
from docflow_residue.packs.labelled import read_pages
from docflow_residue.packs.load import load_all
from docflow_residue.packs.match import Matcher
from docflow_residue.packs.pack import Pack
from docflow_residue.packs.score import Example, Figures, Score, score
from docflow_residue.remove import Remove

__all__ = ["residue_command"]

WIDE = 90


def residue_command(cli: CommandLine) -> click.Group:
    """Return the verb `residue` with what it can do."""

    @click.group("residue", short_help="Score a residue pack on labelled lines, or print its schema.")
    def residue() -> None:
        """Work on residue packs: score one against labelled lines, print the JSON schema."""

    @residue.command("score")
    @click.argument("packs", nargs=-1, required=True, metavar="PACK...")
    @click.option(
        "--data",
        required=True,
        metavar="PATH",
        help="Labelled lines: a .jsonl(.gz) file, or a folder of them.",
    )
    @click.option(
        "--level",
        type=click.Choice(["none", "safe", "normal", "strict"]),
        default="safe",
        help="What removes beside the packs; none: nothing (default: safe).",
    )
    @click.option(
        "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to print."
    )
    def score_(packs: tuple[str, ...], data: str, level: str, format_: str) -> int:
        """Show the gain and the harm of packs, names or .toml files, on labelled lines.

        A line of the data is a page: {"id": ..., "lines": [...], "labels": "KKD..."}, where K is text, D
        residue, and anything else is not judged.
        """
        loaded = load_all(packs)
        names = [f"{pack.name}: {rule.name}" for pack in loaded for rule in pack.rules if not rule.keep]
        made = score(read_pages(Path(data)), Matcher(loaded), names, _remover(level))
        if not made.pages:
            raise click.ClickException(f"`{data}` holds no labelled page")
        if format_ == "json":
            cli.put_json(_as_json(made, loaded, level))
        else:
            cli.put("\n".join(_shown(made, loaded, level)))
        return 0

    @residue.command("schema")
    def schema() -> int:
        """Print the JSON schema of pack files, for editors."""
        cli.put(json.dumps(json_schema(), indent=2))
        return 0

    return residue


def _remover(level: str) -> Callable[[str], Sequence[Cut]]:
    if level == "none":
        return lambda text: ()  # noqa: ARG005
    made: Any = Remove(level=level).open(OpenContext())  # type: ignore[arg-type]
    found: Callable[[str], Sequence[Cut]] = made.cuts
    return found


def _shown(made: Score, packs: Sequence[Pack], level: str) -> list[str]:
    rules = sum(len(pack.rules) for pack in packs)
    names = ", ".join(pack.name for pack in packs)
    beside = "alone" if level == "none" else f'beside `residue.remove(level: "{level}")`'
    pages = f"{made.pages:,} page" + ("" if made.pages == 1 else "s")
    lines = [f"{names} ({rules:,} rules) on {pages}, {beside}", ""]
    lines.append(f"  {'':<10}{'drop F1':>10}{'precision':>12}{'recall':>10}{'body kept':>12}")
    lines += [_figures("without", made.without), _figures("with", made.with_), _change(made), ""]
    residue, text, other = (sum(counts[at] for counts in made.took.values()) for at in range(3))
    took = f"{residue + text + other:,} lines: {residue:,} residue, {text:,} text, {other:,} not judged"
    lines += [f"the rules took {took}; {made.new:,} of them nothing else takes", "", *_by_rule(made)]
    lines += _examples("harm: text that the rules took", made.harm)
    lines += _examples("gain: residue that nothing else takes", made.gain)
    return lines


def _figures(name: str, figures: Figures) -> str:
    values = f"{figures.f1:>10.4f}{figures.precision:>12.4f}{figures.recall:>10.4f}{figures.body_kept:>12.4f}"
    return f"  {name:<10}{values}"


def _change(made: Score) -> str:
    names, widths = ("f1", "precision", "recall", "body_kept"), (10, 12, 10, 12)
    changes = [getattr(made.with_, name) - getattr(made.without, name) for name in names]
    values = "".join(f"{change:>+{width}.4f}" for change, width in zip(changes, widths, strict=True))
    return f"  {'change':<10}{values}"


def _by_rule(made: Score) -> list[str]:
    took = sorted(
        ((rule, counts) for rule, counts in made.took.items() if any(counts)),
        key=lambda item: (-sum(item[1]), item[0]),
    )
    if not took:
        return ["  no rule took a line", ""]
    width = max(len(rule) for rule, _ in took)
    lines = [f"  {'rule':<{width}}{'residue':>10}{'text':>8}{'not judged':>12}"]
    lines += [f"  {rule:<{width}}{counts[0]:>10,}{counts[1]:>8,}{counts[2]:>12,}" for rule, counts in took]
    return [*lines, ""]


def _examples(title: str, examples: Sequence[Example]) -> list[str]:
    if not examples:
        return []
    rows = [
        f"  {shown(each.page, 40)}:{each.line}  {each.rule}  {shown(each.text, WIDE)}" for each in examples
    ]
    return [title, *rows, ""]


def _as_json(made: Score, packs: Sequence[Pack], level: str) -> dict[str, Any]:
    def told(figures: Figures) -> dict[str, float]:
        names = ("f1", "precision", "recall", "body_kept")
        return {name: round(getattr(figures, name), 6) for name in names}

    def listed(examples: Sequence[Example]) -> list[dict[str, object]]:
        return [{"id": e.page, "line": e.line, "rule": e.rule, "text": e.text} for e in examples]

    return {
        "packs": [pack.name for pack in packs],
        "level": level,
        "pages": made.pages,
        "without": told(made.without),
        "with": told(made.with_),
        "rules": {
            rule: {"residue": counts[0], "text": counts[1], "other": counts[2]}
            for rule, counts in made.took.items()
        },
        "new": made.new,
        "harm": listed(made.harm),
        "gain": listed(made.gain),
    }
