"""What the nodes of the syntax tree share."""

__all__ = ["Node"]


class Node:
    """A node of the syntax tree; two are equal when of one kind with equal parts, spans included."""
