"""A step and a sink that need a token, and tell it in their errors."""

from collections.abc import Sequence

from docflow.plugin import Cleaner, Component, Document, Example, Exporter, component, hookimpl, option


@component("sign", examples=(Example("a", "a [signed 3]", {"token": "abc"}),))
class Sign(Cleaner):
    """Write the length of the token behind the text."""

    token: str = option(doc="The token.", secret=True)

    def clean(self, text: str) -> str:
        if "FAIL" in text:
            raise ValueError(f"the server refused the token {self.token}")
        return f"{text.rstrip()} [signed {len(self.token)}]"


@component("vault", examples=(Example((Document("a", "b"),), b"3 a\n", {"token": "abc"}),))
class Box(Exporter):
    """Write the length of the token and the id."""

    token: str = option(doc="The token.", secret=True)

    def encode(self, documents: Sequence[Document]) -> bytes:
        return b"".join(f"{len(self.token)} {doc.id}\n".encode() for doc in documents)


@hookimpl
def docflow_components() -> tuple[type[Component], ...]:
    return (Sign, Box)
