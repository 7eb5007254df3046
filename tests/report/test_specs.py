"""The manual of a component says what its author said, in the language's own spelling."""

import enum
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docflow.plugin import Cleaner, Example, Regex, component, option
from docflow.report.specs import as_json, render, signature
from docflow.value import evolve


class Mood(enum.Enum):
    """Words of an option."""

    CALM = "calm"


@component(
    "every",
    examples=(Example("a", "a", {"mood": Mood.CALM}, "nothing changes"),),
    reads=("lang",),
    effects="reads",
    cost="heavy",
    needs=("network",),
    deprecated="x.better",
)
class Every(Cleaner):
    """Have an option of each kind.

    More about it.
    """

    wanted: str = option(doc="What is looked for.", primary=True)
    mood: Mood = option(doc="A word.", default=Mood.CALM)
    pattern: Regex = option(doc="A pattern.", default=Regex(r"\d", "i"))
    words: frozenset[str] = option(doc="Words.", default=frozenset({"b", 'a"'}))
    table: Path = option(doc="A file.", default=Path("data/table.csv"))
    names: Mapping[str, int] = option(doc="Names.", default={"a b": 1})
    most: int | None = option(doc="A number.", default=None)

    def clean(self, text: str) -> str:
        return text


SPEC = evolve(Every.__component__, namespace="x")


def test_defaults_are_literals_of_the_language() -> None:
    assert signature(SPEC) == (
        'x.every(wanted: text, mood: enum["calm"] = "calm", pattern: regex = re"\\d"i, '
        'words: list[text] = ["a\\"", "b"], table: path = "data/table.csv", names: map[int] = {"a b": 1}, '
        "most: int? = null)"
    )


def test_the_manual_holds_what_the_author_said() -> None:
    page = render(SPEC)
    head = "  text -> text; built in; deprecated, use `x.better`; not pure; heavy; needs network\n"
    assert head in page
    for part in ("  More about it.", "(may be given without its name)", "  reads\n    doc.lang\n"):
        assert part in page
    assert '  example (mood: "calm"): nothing changes\n    "a"\n    -> "a"\n' in page


def test_the_json_is_json_and_says_the_same() -> None:
    data: dict[str, Any] = json.loads(json.dumps(as_json(SPEC)))
    assert (data["name"], data["effects"], data["cost"]) == ("x.every", "reads", "heavy")
    assert (data["needs"], data["reads"], data["deprecated"]) == (["network"], ["lang"], "x.better")
    defaults = {each["name"]: each["default"] for each in data["options"]}
    assert defaults["pattern"] == 're"\\d"i'
    assert defaults["wanted"] is None
