"""A memory of bounded size for what is worked out again and again."""

from __future__ import annotations

from collections.abc import Hashable

from openaudit.typed import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """Remembers at least the `size` values that were used last, and at most twice as many.

    Values live in a young generation; when it is full it becomes the old one, and what nobody asks for
    before the next change is forgotten. So using a value costs no more than looking it up.
    """

    __slots__ = ("_old", "_size", "_young")

    def __init__(self, size: int) -> None:
        self._size = size
        self._young: dict[Hashable, V] = {}
        self._old: dict[Hashable, V] = {}

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())

    def get(self, key: Hashable) -> V | None:
        """The value of `key`, if it is remembered."""
        value = self._young.get(key)
        if value is None:
            value = self._old.get(key)
            if value is not None:
                self.put(key, value)
        return value

    def put(self, key: Hashable, value: V) -> None:
        """Remember the value of `key`."""
        if len(self._young) >= self._size:
            self._old, self._young = self._young, {}
        self._young[key] = value
