"""What an expression may see: names with their types and values, document fields, roots, functions."""

from collections.abc import Mapping
from typing import Literal

from docflow.errors import Span
from docflow.lang.typing.typed import UNKNOWN
from docflow.model import INT, TEXT, Type
from docflow.plugin.component import Function
from docflow.value import evolve, frozen

__all__ = ["DOC_MEMBERS", "Absent", "Binding", "Dotted", "Field", "Scope"]

DOC_MEMBERS: Mapping[str, Type] = {
    "id": TEXT,
    "text": TEXT,
    "source": TEXT,
    "words": INT,
    "chars": INT,
    "lines": INT,
}
"""What every document has; the last three are counted from the text."""

Dotted = tuple[str, ...]
"""A dotted name, such as ("doc", "copyright", "year") or ("limit",)."""


@frozen
class Binding:
    """What a name stands for. A secret's value is its `SecretRef`; `UNKNOWN` for a param without value."""

    type: Type
    value: object = UNKNOWN
    kind: Literal["param", "let", "secret"] = "param"
    span: Span | None = None


@frozen
class Field:
    """A document field that is there at this step, and who wrote it: "`news.dateline` (line 12)", where."""

    type: Type
    writer: str = ""
    span: Span | None = None


@frozen
class Absent:
    """A document field that is not there at this step, though something in the file writes it.

    `why` is "later" (a step further down), "arm" (only one arm or branch on the way here) or "elsewhere"
    (another path or flow). `writer` names the step as in `Field`.
    """

    why: Literal["later", "arm", "elsewhere"]
    writer: str
    span: Span | None = None


@frozen
class Scope:
    """Everything that an expression may name. An empty scope knows literals only.

    `modules` are the includes, by alias, and `private` what else they declare, with its kind; by the alias ""
    what the file itself declares and this place does not see. `roots` are the
    ones allowed of `doc`, `run` and `sink`. `absent` explains document fields that are not there.
    `open_fields` says that documents may carry undeclared fields, `by_suffix` that their source is `files`,
    which cannot declare any. `steps` are the ids for `run.dropped_by` (None: any), `sinks` the fields by
    sink.
    `present` are optional places that a condition has shown to be there. `folder` is the folder of the file,
    seen from the main file's: paths that are written there start from it. `failed` are includes and plugins
    that could not be loaded, about which nothing can be said. `texts` says that a text is asked for: an
    unknown name may be one without its quotes, and `choices` the only words that it may be, if
    not empty. `shared` says that there are other callers (of a stage, or of a flow under a test):
    that a field is never null for this one is no mistake.
    """

    names: Mapping[str, Binding] = {}
    modules: Mapping[str, Mapping[str, Binding]] = {}
    private: Mapping[str, Mapping[str, str]] = {}
    functions: Mapping[str, Function] = {}
    roots: frozenset[str] = frozenset()
    fields: Mapping[str, Field] = {}
    absent: Mapping[str, Absent] = {}
    open_fields: bool = False
    by_suffix: bool = False
    steps: tuple[str, ...] | None = None
    sinks: Mapping[str, Mapping[str, Field]] = {}
    present: frozenset[Dotted] = frozenset()
    folder: str = ""
    failed: frozenset[str] = frozenset()
    texts: bool = False
    choices: tuple[str, ...] = ()
    shared: bool = False

    def constants(self) -> "Scope":
        """Return this scope without documents and runs: what arguments, lets and defaults may see."""
        return evolve(self, roots=frozenset())

    def with_present(self, places: frozenset[Dotted]) -> "Scope":
        """Return this scope, knowing that these optional places are not null."""
        return evolve(self, present=self.present | places) if places else self
