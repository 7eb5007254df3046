"""Documents that are equal to an earlier one."""

import hashlib
from collections.abc import Iterable

from docflow.plugin import Corpus, Document, Drop, Example, component, option
from docflow.std.named import value_of

__all__ = ["Exact"]

DROP = Drop("duplicate")


def _check_on(on: str | tuple[str, ...]) -> str | None:
    return None if on else "`on` needs at least one field; leave it out to compare the texts"


@component(
    "exact",
    examples=(
        Example(("One.", "Two.", "One."), ("One.", "Two.")),
        Example(
            ("Barn  owls\n", "barn owls"), ("Barn  owls\n",), {"ignore_case": True, "ignore_space": True}
        ),
        Example(
            (
                Document("1", "A new text.", fields={"url": "x.example/1"}),
                Document("2", "An old text.", fields={"url": "x.example/1"}),
            ),
            ("A new text.",),
            {"on": "url"},
        ),
    ),
)
class Exact(Corpus):
    """Keep the first of equal documents, in source order.

    Texts are compared by a digest of 16 bytes (BLAKE2b), so equal means equal to the letter, apart from what
    the two `ignore` options leave out. The others are dropped with the reason "duplicate".
    """

    on: str | tuple[str, ...] = option(
        default="text",
        check=_check_on,
        doc="The field, or list of fields, that must be equal: `text`, `id`, `source` or any other.",
    )
    ignore_case: bool = option(default=False, doc="Whether upper and lower case are the same.")
    ignore_space: bool = option(default=False, doc="Whether all runs of white space are the same.")

    def observe(self, doc: Document) -> bytes:
        """Return the digest of what is compared."""
        names = (self.on,) if isinstance(self.on, str) else self.on
        digest = hashlib.blake2b(digest_size=16)
        for name in names:
            value = value_of(doc, name)
            text = self._plain(value) if isinstance(value, str) else repr(value)
            part = text.encode("utf-8", "surrogatepass")
            # The type and the length first, so that two values never look like two others.
            digest.update(b"%s %d:" % (type(value).__name__.encode(), len(part)))
            digest.update(part)
        return digest.digest()

    def reduce(self, sketches: Iterable[tuple[int, bytes]]) -> frozenset[int]:
        """Return the positions of all documents but the first of each kind."""
        first: dict[bytes, int] = {}
        later: list[int] = []
        for position, sketch in sketches:
            known = first.setdefault(sketch, position)
            if known != position:
                first[sketch] = min(known, position)
                later.append(max(known, position))
        return frozenset(later)

    def apply(self, doc: Document, position: int, state: frozenset[int]) -> Document | Drop:
        """Return the document, or drop it when an earlier one is equal."""
        return DROP if position in state else doc

    def _plain(self, text: str) -> str:
        if self.ignore_space:
            text = " ".join(text.split())
        return text.casefold() if self.ignore_case else text
