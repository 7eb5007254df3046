"""Why a part must run, in words."""

from collections.abc import Mapping

from docflow.io.escape import safe

__all__ = ["FLOW", "INPUT", "LIMITS", "NEW", "NOTHING", "OUTPUT", "UNDONE", "differences"]

NEW, INPUT, UNDONE = "new input", "input changed", "not done yet"
FLOW, LIMITS = "the flow changed", "other limits"
OUTPUT, NOTHING = "its output was changed or removed", "nothing is reused"
_WORDS = {
    "step": "step `{name}`",
    "code": "the code of `{name}`",
    "file": "the file `{name}`",
    "secret": "the secret `{name}`",
    "sink": "the form of an output",
    "source": "its source",
    "max_doc": "`max_doc`",
    "read": "who reads it",
    "replayed": "its documents are of two versions since a replay",
}


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    """Return what differs between the items of two recipes: steps, versions, code, files.

    A new version explains new code and new packages, which are then not told. Without old items (the ledger
    has lost them) nothing can be named.
    """
    if not old:
        return ()
    names = [
        name for name in (*new, *(each for each in old if each not in new)) if old.get(name) != new.get(name)
    ]
    kinds = {name.partition(" ")[0] for name in names}
    told = [name for name in names if not _explained(name, kinds)]
    return tuple(dict.fromkeys(_said(name, old.get(name, ""), new.get(name, "")) for name in told))


def _explained(name: str, kinds: set[str]) -> bool:
    kind = name.partition(" ")[0]
    return kind in ("code", "packages") and bool(kinds & {"distribution", "docflow"})


def _said(name: str, old: str, new: str) -> str:
    kind, _, rest = name.partition(" ")
    if kind in ("distribution", "docflow"):
        return _versions(kind, old, new)
    if kind == "packages":
        before, now = set(old.split(", ")), set(new.split(", "))
        return "installed packages: " + ", ".join(sorted(now - before) or sorted(before - now))
    if name == "code core":
        return "the code of docflow"
    return _WORDS.get(kind, kind).format(name=safe(rest))


def _versions(kind: str, old: str, new: str) -> str:
    if kind == "docflow":
        return f"docflow {old.partition(' ')[0]} -> {new.partition(' ')[0]}"
    if not old or not new:
        return f"{safe(new)} is new" if new else f"{safe(old)} is gone"
    return f"{safe(old)} -> {safe(new.rpartition(' ')[2])}"
