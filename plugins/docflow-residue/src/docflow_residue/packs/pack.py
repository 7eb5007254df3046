"""A pack as a value, and what is wrong with one."""

import datetime

from attrs import field, frozen

from docflow.plugin import PluginError
from docflow_residue.packs.keys import Position

__all__ = ["Mistake", "Pack", "PackError", "PackRule"]


@frozen
class PackRule:
    """One rule of a pack; exactly one of `line`, `phrase` and `pattern` is given (see `keys.RULE`)."""

    name: str
    line: str = ""
    phrase: str = ""
    pattern: str = ""
    case: bool = False
    position: Position = "any"
    keep: bool = False
    hits: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()
    language: str = ""
    date: datetime.date | None = None
    seen: str = ""


@frozen
class Pack:
    """The rules of a publisher, a site builder or a language."""

    name: str
    rules: tuple[PackRule, ...] = ()
    about: str = ""
    site: str = ""
    language: str = ""
    date: datetime.date | None = None


@frozen
class Mistake:
    """What is wrong in a pack file, on which line (from 1; 0: the file as a whole), and what to do."""

    line: int
    message: str
    help: str = ""


@frozen(eq=False)
class PackError(PluginError):
    """A pack cannot be used; holds all its mistakes. `file` is how the user calls it."""

    file: str = field(default="", kw_only=True)
    mistakes: tuple[Mistake, ...] = field(default=(), kw_only=True)

    @classmethod
    def of(cls, file: str, mistakes: tuple[Mistake, ...]) -> "PackError":
        """Return the error for the mistakes of a file."""
        first = mistakes[0]
        where = f"{file}:{first.line}" if first.line else file
        more = f" (and {len(mistakes) - 1} more mistakes)" if len(mistakes) > 1 else ""
        return cls(f"the pack {where}: {first.message}{more}", file=file, mistakes=mistakes)
