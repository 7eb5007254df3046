"""What parts weigh: the bytes of the input that they read, for who watches a run."""

from docflow.engine.inputs.part import FilePart, WorkPart

__all__ = ["weight"]


def weight(part: WorkPart) -> int:
    """Return the bytes of a part as they lie on the disk; 0 for what a plugin or another flow brings."""
    if not isinstance(part, FilePart):
        return 0
    if part.span is not None:
        return part.span.end - part.span.start
    return sum(file.size for file in part.files)
