"""What a name means: the thing that it stands for, the same thing for every place that names it."""

from typing import Literal

from attrs import field, frozen

from docflow.errors import Span

__all__ = ["Kind", "Occurrence", "Role", "Target"]

Kind = Literal[
    "alias", "argument", "component", "field", "flow", "function", "include", "let", "member", "namespace",
    "outcome", "param", "root", "secret", "setting", "stage", "test", "type",
]  # fmt: skip
Role = Literal["declare", "write", "read"]


@frozen
class Target:
    """A thing with a name.

    `file` is the file that declares it ("" for what no file declares), `owner` what it belongs to: the stage
    of a param, the flow of an alias, the component of an argument. `thing` is what is known of it.
    """

    kind: Kind
    name: str
    file: str = ""
    owner: str = ""
    thing: object = field(default=None, eq=False, repr=False)


@frozen
class Occurrence:
    """A place where a name stands; the span covers the name alone, of `doc.words` the word `words`."""

    span: Span
    target: Target
    role: Role = "read"
