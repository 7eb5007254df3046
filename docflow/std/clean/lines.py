"""Whole lines that go or stay by phrases and patterns."""

from collections.abc import Iterator, Mapping, Sequence

from docflow.plugin import Example, LineRule, LineRules, Regex, check_looked_for, component, option

__all__ = ["Lines"]

Wanted = str | Regex
Named = str | Regex | tuple[str | Regex, ...] | Mapping[str, str | Regex]
"""What lines are told by: one phrase or pattern, a list of them, or a map from names to them."""


@component(
    "lines",
    examples=(
        Example("Text.\nADVERTISEMENT\nMore.", "Text.\nMore.", {"drop": "Advertisement"}),
        Example(
            "See also: owls\nWe see also foxes.\nPage 3 of 9",
            "We see also foxes.",
            {"drop": {"see_also": Regex(r"^see also\s*:", "i"), "page": Regex(r"^Page \d+ of \d+$")}},
            "the names stand in the table of rules",
        ),
        Example(
            "Share this\nShare this view of the bay, they said.",
            "Share this view of the bay, they said.",
            {"drop": ("share this",), "keep": (Regex(r"[.!?]$"),)},
            "a line that ends like a sentence stays",
        ),
        Example("12 3\nn/a\n7", "12 3\n7", {"only": (Regex(r"^[\d ]+$"),)}),
    ),
)
class Lines(LineRules):
    """Drop lines by phrases and patterns.

    A phrase is found anywhere in a line, a pattern is searched in the line (`^` and `$` are its ends). A line
    goes when something of `drop` is in it, or when nothing of `only` is, unless something of `keep` is in it.
    Every line that goes is counted under the name of the rule that took it: the key in the map, else the
    phrase or pattern itself.
    """

    drop: Named = option(
        default=(),
        primary=True,
        check=check_looked_for,
        doc="Lines with any of these go: a phrase or pattern, a list, or a map from names to them.",
    )
    keep: Named = option(
        default=(), check=check_looked_for, doc="Lines with any of these stay, whatever the other rules say."
    )
    only: Named = option(default=(), check=check_looked_for, doc="Lines with none of these go.")
    ignore_case: bool = option(
        default=True, doc="Whether phrases ignore case; a pattern says it with its flag i."
    )

    def rules(self) -> Sequence[LineRule]:
        """Return one rule for each phrase and pattern, those of `keep` first, and one for `only`."""
        made = [self._rule(f"keep: {name}", wanted, keep=True) for name, wanted in _named(self.keep)]
        made += [self._rule(name, wanted) for name, wanted in _named(self.drop)]
        only = [wanted for _, wanted in _named(self.only)]
        if only:
            phrases = tuple(wanted for wanted in only if isinstance(wanted, str))
            patterns = tuple(wanted for wanted in only if isinstance(wanted, Regex))
            made.append(LineRule("only", phrases=phrases, also=patterns, flags=self._flags, negate=True))
        return made

    @property
    def _flags(self) -> str:
        return "i" if self.ignore_case else ""

    def _rule(self, name: str, wanted: Wanted, *, keep: bool = False) -> LineRule:
        if isinstance(wanted, Regex):
            return LineRule(name, pattern=wanted.pattern, flags=wanted.flags, keep=keep)
        return LineRule(name, phrases=(wanted,), flags=self._flags, keep=keep)


def _named(wanted: Named) -> Iterator[tuple[str, Wanted]]:
    """Yield (name, phrase or pattern); what is given twice counts once."""
    if isinstance(wanted, Mapping):
        yield from wanted.items()
        return
    every = (wanted,) if isinstance(wanted, (str, Regex)) else wanted
    seen: dict[str, Wanted] = {}
    for one in every:
        name = one if isinstance(one, str) else one.pattern
        while name in seen and seen[name] != one:
            name += "'"
        if name not in seen:
            seen[name] = one
            yield name, one
