"""What the nodes of the syntax tree share."""

from typing import Any, ClassVar

from attrs import Attribute

__all__ = ["Node"]


class Node:
    """What all nodes share: equal when of one kind with equal parts, spans included.

    Written once for all kinds, since attrs takes 0.25 ms a class to generate it and every start pays that.
    """

    __slots__ = ()
    __attrs_attrs__: ClassVar[tuple["Attribute[Any]", ...]]

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash((type(self), self._parts()))

    def __repr__(self) -> str:
        parts = zip(self.__attrs_attrs__, self._parts(), strict=True)
        return f"{type(self).__name__}({', '.join(f'{part.name}={value!r}' for part, value in parts)})"

    def _parts(self) -> tuple[object, ...]:
        return tuple(getattr(self, part.name) for part in self.__attrs_attrs__)
