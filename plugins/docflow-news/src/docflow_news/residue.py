"""What stands around a scraped news article, by named families of rules and by docflow-residue's model."""

from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from typing import Any, Literal

from docflow.plugin import (
    Cut,
    Example,
    LineRule,
    OpenContext,
    Regex,
    Remover,
    check_looked_for,
    component,
    option,
)
from docflow_news.families import FAMILIES, Family
from docflow_news.rulebook import line_rules

__all__ = ["Residue"]


@component(
    "residue",
    batch=64,
    examples=(
        Example(
            "The mill reopens in May, see also page four.\nSEE ALSO: Who owns it?\nShare this on Facebook",
            "The mill reopens in May, see also page four.",
        ),
        Example(
            "The mill reopens in May.\nRelated:\nWho owns it now?\nTen mills to see\n\nIt is old.",
            "The mill reopens in May.\n\nIt is old.",
            note="a label takes the list under it",
        ),
        Example(
            "The mill reopens in May.\nHarbour Times evening edition\nLeave a comment",
            "The mill reopens in May.\nLeave a comment",
            {"without": ("comments",), "extra": ("evening edition",)},
            note="one family switched off, one phrase of the site added",
        ),
    ),
)
class Residue(Remover):
    """Remove the lines of a scraped news article that are not the article.

    Named rules of news take what they know (`related.list`); of the other lines goes what `residue.remove`
    would take at that level. Only whole lines go; the paragraphs that stay keep every character.
    """

    extra: tuple[str | Regex, ...] = option(
        default=(),
        primary=True,
        check=check_looked_for,
        doc="Phrases or patterns of your site; a line with any of them goes. Phrases ignore case.",
    )
    families: tuple[Family, ...] = option(
        default=FAMILIES, doc="The families to use, all by default; lines of others stay."
    )
    without: tuple[Family, ...] = option(
        default=(),
        doc="Families to leave out: lines that their rules would take stay.",
    )
    keep: tuple[str | Regex, ...] = option(
        default=(),
        check=check_looked_for,
        doc="Phrases or patterns; a line with any of them stays, whatever the rules and the model say.",
    )
    level: Literal["rules", "safe", "normal", "strict"] = option(
        default="safe",
        doc="What goes beside the lines that rules know: nothing (`rules`), or what `residue.remove` takes "
        "at that level.",
    )

    @cached_property
    def _rules(self) -> Any:
        left_out = line_rules(tuple(family for family in FAMILIES if family not in self._chosen))
        return import_module("docflow_news.beside").NewsRules(self.rules(), left_out)

    @property
    def _chosen(self) -> tuple[Family, ...]:
        return tuple(dict.fromkeys(family for family in self.families if family not in self.without))

    @cached_property
    def _model(self) -> Any:
        if self.level == "rules":
            return None
        return import_module("docflow_residue.remove").Remove(level=self.level)

    def open(self, context: OpenContext) -> Any:
        """Compile the rules and read the weights, once in a worker."""
        self._rules  # noqa: B018 - before the first document: wrong patterns stop the run
        if self._model is not None:
            self._model.open(context)
        return self

    def cuts(self, text: str) -> Sequence[Cut]:
        """Return the lines of one text that go."""
        return self.cuts_many([text])[0]

    def cuts_many(self, texts: Sequence[str]) -> Sequence[Sequence[Cut]]:
        """Return the lines of each text that go; each text is judged alone."""
        found: Sequence[Sequence[Cut]] = import_module("docflow_news.beside").cut_texts(
            texts, self._rules, self._model
        )
        return found

    def rules(self) -> Sequence[LineRule]:
        """Return the rules of the chosen families, then those of `extra` and `keep`."""
        own = [_own("extra", item, keep=False) for item in self.extra]
        kept = [_own("keep", item, keep=True) for item in self.keep]
        return (*line_rules(self._chosen), *_distinct(own), *_distinct(kept))


def _own(kind: str, item: str | Regex, *, keep: bool) -> LineRule:
    if isinstance(item, Regex):
        return LineRule(
            f'{kind}: re"{item.pattern}"{item.flags}', pattern=item.pattern, flags=item.flags, keep=keep
        )
    return LineRule(f"{kind}: {item}", phrases=(item,), flags="i", keep=keep)


def _distinct(rules: Sequence[LineRule]) -> tuple[LineRule, ...]:
    return tuple({rule.name: rule for rule in rules}.values())
