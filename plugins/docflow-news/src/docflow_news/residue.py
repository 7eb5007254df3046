"""The line rules of scraped news, by family."""

from collections.abc import Sequence

from docflow.plugin import Example, LineRule, LineRules, Regex, check_looked_for, component, option
from docflow_news.families import FAMILIES, Family
from docflow_news.rulebook import line_rules

__all__ = ["Residue"]


@component(
    "residue",
    everyday=True,
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
class Residue(LineRules):
    """Drop the lines of a scraped news article that are not the article, by named families of rules.

    Only whole lines go, and no rule looks inside a sentence. The paragraphs that stay keep every
    character; `clean.whitespace` closes the gaps. The report counts lines by rule, such as `related.list`.
    """

    extra: tuple[str | Regex, ...] = option(
        default=(),
        primary=True,
        check=check_looked_for,
        doc="Phrases or patterns of your site; a line with any of them goes. Phrases ignore case.",
    )
    families: tuple[Family, ...] = option(
        default=FAMILIES, doc="The families of rules to use; all by default."
    )
    without: tuple[Family, ...] = option(default=(), doc="Families to leave out.")
    keep: tuple[str | Regex, ...] = option(
        default=(),
        check=check_looked_for,
        doc="Phrases or patterns; a line with any of them stays, whatever the rules say.",
    )

    def rules(self) -> Sequence[LineRule]:
        """Return the rules of the chosen families, then those of `extra` and `keep`."""
        chosen = tuple(family for family in self.families if family not in self.without)
        own = [_own("extra", item, keep=False) for item in self.extra]
        kept = [_own("keep", item, keep=True) for item in self.keep]
        return (*line_rules(tuple(dict.fromkeys(chosen))), *_distinct(own), *_distinct(kept))


def _own(kind: str, item: str | Regex, *, keep: bool) -> LineRule:
    if isinstance(item, Regex):
        return LineRule(
            f'{kind}: re"{item.pattern}"{item.flags}', pattern=item.pattern, flags=item.flags, keep=keep
        )
    return LineRule(f"{kind}: {item}", phrases=(item,), flags="i", keep=keep)


def _distinct(rules: Sequence[LineRule]) -> tuple[LineRule, ...]:
    return tuple({rule.name: rule for rule in rules}.values())
