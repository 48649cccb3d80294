"""What the rules say of sentences of known licences, worked out beforehand: hashes and numbers, never words.

Most texts are copies, so that most of their sentences were judged before. `licenses/accounts.bin` (made by
`tools/make_memory.py`) maps the digest of all that decides about a sentence to what the rules said of it. The same
rules, read by the same code, say the same again: a memory of other rules or other code is passed over, and a sentence
that differs in a word is not in it.

Layout, little-endian: `MAGIC`, a line with what the memory is of, u32 number of entries, 257 u32 (how many digests
begin with less than each byte), the digests, sorted, (number + 1) u32 (where each entry begins), and the entries, made
by `marshal`, which knows plain data only.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping

from openaudit.digests import blake2b
from openaudit.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mmap import mmap

MAGIC: Final = b"openaudit accounts 1\n"
_DIGEST: Final = 16
_U32: Final = 4


def digest(key: object) -> bytes:
    """The digest of a key: plain values whose representation tells them apart."""
    return blake2b(repr(key).encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()


class Memory:
    """Plain values by the digests of their keys."""

    __slots__ = ("_data", "_digests", "_entries", "_fan", "_offsets")

    def __init__(self, data: bytes | mmap, of: str) -> None:
        """`data` is the content of the file. Raises ValueError where it is no memory, or one of something else."""
        head = MAGIC + of.encode() + b"\n"
        if data[: len(head)] != head:
            raise ValueError("not a memory of these rules")
        count = _number(data, len(head))
        self._data = data
        self._fan = len(head) + _U32
        self._digests = self._fan + 257 * _U32
        self._offsets = self._digests + count * _DIGEST
        self._entries = self._offsets + (count + 1) * _U32

    def __len__(self) -> int:
        return (self._offsets - self._digests) // _DIGEST

    def get(self, key: object) -> Any:
        """The value of `key`; None where it is not remembered."""
        return self.at(digest(key))

    def at(self, wanted: bytes) -> Any:
        """The value of the key with this digest."""
        low, high = (_number(self._data, self._fan + (wanted[0] + step) * _U32) for step in (0, 1))
        at = self._data.find(wanted, start := self._digests + low * _DIGEST, self._digests + high * _DIGEST)
        while at >= 0 and (at - start) % _DIGEST:
            at = self._data.find(wanted, at + 1, self._digests + high * _DIGEST)
        if at < 0:
            return None
        place = self._offsets + (at - self._digests) // _DIGEST * _U32
        first, last = _number(self._data, place), _number(self._data, place + _U32)
        return marshal.loads(self._data[self._entries + first : self._entries + last])  # noqa: S302 - plain data


def encode(of: str, values: Mapping[bytes, Any]) -> bytes:
    """The file of a memory: `values` by the digests of their keys."""
    digests = sorted(values)
    entries = [marshal.dumps(values[one], 4) for one in digests]
    fan = [sum(one[0] < byte for one in digests) for byte in range(257)]
    offsets = [0]
    for entry in entries:
        offsets.append(offsets[-1] + len(entry))
    numbers = (number.to_bytes(_U32, "little") for number in (len(digests), *fan))
    places = (offset.to_bytes(_U32, "little") for offset in offsets)
    return b"".join((MAGIC, of.encode(), b"\n", *numbers, *digests, *places, *entries))


def _number(data: bytes | mmap, at: int) -> int:
    return int.from_bytes(data[at : at + _U32], "little")
