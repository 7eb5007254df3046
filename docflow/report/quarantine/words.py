"""How entries of a quarantine are called."""

from docflow.engine.state.entries import Kept

__all__ = ["name_of"]


def name_of(entry: Kept) -> str:
    """Return the document's id, or path and line of a record that never became a document."""
    if entry.document is not None:
        return entry.id
    found = entry.rejection
    if found.line is not None:
        return f"{found.path}, line {found.line}"
    return found.path if found.offset is None else f"{found.path}, byte {found.offset:,}"
