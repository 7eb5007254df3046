"""Mocks of a test: a step replaced by the value that it would leave."""

from typing import Any

from docflow.model import Document
from docflow.plugin.kinds import KEEP, Drop, Keep

__all__ = ["Mocked"]


class Mocked:
    """Stands for a component of any kind and answers with one value.

    The value is the text that it leaves (cleaners, line rules, splitters), a map of fields (extractors),
    or true / a reason (filters and corpus steps keep / drop).
    """

    def __init__(self, value: object) -> None:
        self.value: Any = value

    def clean(self, text: str) -> Any:  # noqa: ARG002 - as cleaners are called
        """Return the text."""
        return self.value

    def judge(self, doc: Document) -> Keep | Drop:  # noqa: ARG002 - as filters are called
        """Return the verdict."""
        if self.value is True:
            return KEEP
        return Drop(self.value if isinstance(self.value, str) else "mocked")

    def extract(self, doc: Document) -> Any:  # noqa: ARG002 - as extractors are called
        """Return the fields."""
        return self.value
