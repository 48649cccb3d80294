"""What openaudit remembers of the licences it knows: hashes, never words.

One file (`licenses/fingerprints.bin`, made by `tools/make_fingerprints.py`) holds for every known text

- the digest of its words, so that an unedited copy is recognised by one look-up;
- one byte per word (a hash of it), so that an edited copy can be aligned with it;
- the digests of its words without the *slots* (places where copies put the holder's name), by which an
  aligned copy is proved to be word for word the licence: one byte per word alone proves nothing.

Layout, little-endian: `MAGIC`, five u32 (number of entries, number of digests, compressed sizes of the table and
of the word bytes, number of sampled runs), then digests sorted (12 bytes each), their entries (u16 each), the index of
sampled runs (a bit for each hash that one has; for each bucket of hashes, u32, how many runs are in those before; the
places of the runs, u32, by bucket), and the two zlib streams. The table has one line per entry, tab-separated, in the
order of `Known`.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

from openaudit.digests import blake2b
from openaudit.spans import Span
from openaudit.typed import Final, Literal, NamedTuple

MAGIC: Final = b"openaudit fingerprints 2\n"
# Five u32.
_HEADER: Final = 20
_DIGEST: Final = 12
# The index samples this many words at a time; a shared run shorter than GRAM + STEP may go unseen.
GRAM: Final = 8
_STEP: Final = 12
_STEP_SHORT: Final = 5
_SHORT: Final = 400
# A run's hash has so many bits; its first ones are those of its bucket.
_HASH_BITS: Final = 19
_BUCKET_BITS: Final = 14
# The sizes of the bits and of the table of buckets, in bytes.
_BITS: Final = (1 << _HASH_BITS) // 8
_FAN: Final = 4 * ((1 << _BUCKET_BITS) + 1)


SlotKind = Literal["copyright", "party", "marker"]


class Slot(NamedTuple):
    """Words that copies set otherwise: a copyright line, the name of a party (or a placeholder), a list marker."""

    start: int
    end: int
    kind: SlotKind


class Known(NamedTuple):
    """One text of a known licence.

    `length` is in words; `core` are the words that a copy must have (the *head* before them is title or preface,
    the *tail* after them a how-to-apply appendix); `slots` are the words that copies set otherwise. `proofs` are
    the digests of head, core and tail, of the words outside the slots.
    """

    id: str
    name: str
    spdx_id: str | None
    osi_approved: bool
    length: int
    core: Span
    slots: tuple[Slot, ...]
    proofs: tuple[str, str, str]

    @property
    def head(self) -> Span:
        """The words before the core."""
        return Span(0, self.core.start)

    @property
    def tail(self) -> Span:
        """The words after the core."""
        return Span(self.core.end, self.length)


def digest(words: Iterable[str]) -> bytes:
    """The digest of a sequence of words: order and every word count."""
    return blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()


def word_bytes(words: Iterable[str]) -> bytes:
    """One byte per word, equal for equal words."""
    seen: dict[str, int] = {}
    out = bytearray()
    for word in words:
        value = seen.get(word)
        if value is None:
            value = seen[word] = zlib.crc32(word.encode("utf-8", "surrogatepass")) >> 11 & 255
        out.append(value)
    return bytes(out)


def proof(words: Sequence[str], part: Span, slots: Iterable[Slot]) -> str:
    """The digest (hexadecimal) of the words in `part` that are in no slot; "" where there are none."""
    inside = {i for slot in slots for i in range(slot.start, slot.end)}
    kept = [words[i] for i in range(*part) if i not in inside]
    return digest(kept).hex()[:16] if kept else ""


def step_of(length: int) -> int:
    """After how many words of a text of `length` words the next run is sampled."""
    return _STEP_SHORT if length < _SHORT else _STEP


class Fingerprints:
    """The known texts. Decoding is put off to the first use of each part: most runs need only one digest."""

    def __init__(self, data: bytes) -> None:
        """`data` is the content of the file. Raises ValueError where it is none of ours."""
        if not data.startswith(MAGIC):
            raise ValueError("not a fingerprint file of this version of openaudit")
        self._data = data
        start = len(MAGIC) + _HEADER
        header = [int.from_bytes(data[at : at + 4], "little") for at in range(len(MAGIC), start, 4)]
        self._count, self._digests, table, words, self._runs = header
        self._keys = slice(start, start + self._digests * _DIGEST)
        self._owners = self._keys.stop
        self._index = self._owners + 2 * self._digests
        start = self._index + _BITS + _FAN + 4 * self._runs
        self._table = slice(start, start + table)
        self._words = slice(start + table, start + table + words)

    def find(self, key: bytes) -> int | None:
        """The entry whose words (all, or those of its core) have the digest `key`."""
        keys = self._data
        low, high, base = 0, self._digests, self._keys.start
        while low < high:
            middle = (low + high) // 2
            if keys[base + middle * _DIGEST : base + (middle + 1) * _DIGEST] < key:
                low = middle + 1
            else:
                high = middle
        if low < self._digests and keys[base + low * _DIGEST : base + (low + 1) * _DIGEST] == key:
            at = self._owners + 2 * low
            return int.from_bytes(self._data[at : at + 2], "little")
        return None

    @cached_property
    def _lines(self) -> list[str]:
        return zlib.decompress(self._data[self._table]).decode().split("\n")

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, entry: int) -> Known:
        """The known text number `entry`."""
        id_, name, spdx, osi, length, start, end, slots, *proofs = self._lines[entry].split("\t")
        core = Span(int(start), int(end))
        head, body, tail = proofs
        return Known(id_, name, spdx or None, osi == "1", int(length), core, _unpacked(slots), (head, body, tail))

    @cached_property
    def words(self) -> bytes:
        """The bytes of all texts, one after the other."""
        return zlib.decompress(self._data[self._words])

    @cached_property
    def starts(self) -> list[int]:
        """Where each entry's bytes start in `words`, and the end of the last."""
        starts = [0]
        for line in self._lines[: self._count]:
            starts.append(starts[-1] + int(line.split("\t", 5)[4]))
        return starts

    def bytes_of(self, entry: int) -> bytes:
        """The bytes of one entry, one per word."""
        return self.words[self.starts[entry] : self.starts[entry + 1]]

    @cached_property
    def _buckets(self) -> tuple[bytes, memoryview, memoryview]:
        """The bits of the hashes that a sampled run has, where each bucket begins, and the places of the runs."""
        start = self._index + _BITS
        fan, end = start + _FAN, start + _FAN + 4 * self._runs
        numbers = array("I", self._data[start:end])
        if sys.byteorder == "big":
            numbers.byteswap()
        read = memoryview(numbers)
        return self._data[self._index : start], read[: (fan - start) // 4], read[(fan - start) // 4 :]

    def sampled_in(self, data: bytes) -> list[int]:
        """Where in the text `data`, one byte per word, a run begins that was sampled: it is worth a closer look."""
        bits, hashed = self._buckets[0], zlib.crc32
        there = self._places
        return [
            i
            for i in range(len(data) - GRAM + 1)
            if bits[(h := hashed(data[i : i + GRAM]) >> 32 - _HASH_BITS) >> 3] >> (h & 7) & 1
            and there(data[i : i + GRAM])
        ]

    def _places(self, gram: bytes) -> list[int]:
        """Where in `words` the run was sampled."""
        _, fan, places = self._buckets
        bucket, words = zlib.crc32(gram) >> 32 - _BUCKET_BITS, self.words
        return [at for at in places[fan[bucket] : fan[bucket + 1]] if words[at : at + GRAM] == gram]

    def occurrences(self, gram: bytes) -> list[tuple[int, int]]:
        """Every (entry, offset) at which the run was sampled."""
        starts = self.starts
        found = []
        for place in self._places(gram):
            entry = bisect_right(starts, place) - 1
            found.append((entry, place - starts[entry]))
        return found


def encode(entries: Sequence[tuple[Known, Sequence[str], Sequence[bytes]]]) -> bytes:
    """The file for `entries`: each a known text, its words, and the digests by which it is found at once."""
    keys: dict[bytes, int] = {}
    for number, (_, _, digests) in enumerate(entries):
        for key in digests:
            keys.setdefault(key, number)
    ordered = sorted(keys)
    table = zlib.compress("\n".join(_line(known) for known, _, _ in entries).encode(), 9)
    texts = [word_bytes(words) for _, words, _ in entries]
    runs, index = _index(texts)
    words = zlib.compress(b"".join(texts), 9)
    sizes = (len(entries), len(ordered), len(table), len(words), runs)
    header = b"".join(map(_u32, sizes))
    owners = b"".join(keys[key].to_bytes(2, "little") for key in ordered)
    return MAGIC + header + b"".join(ordered) + owners + index + table + words


def _index(texts: Iterable[bytes]) -> tuple[int, bytes]:
    """How many runs of `GRAM` words are sampled from the texts, and the index of their places."""
    runs: list[tuple[int, int]] = []
    start = 0
    for text in texts:
        sampled = range(0, len(text) - GRAM + 1, step_of(len(text)))
        runs += [(zlib.crc32(text[at : at + GRAM]), start + at) for at in sampled]
        start += len(text)
    bits = bytearray(_BITS)
    before = [0] * (_FAN // 4)
    for crc, _ in runs:
        value = crc >> 32 - _HASH_BITS
        bits[value >> 3] |= 1 << (value & 7)
        before[(crc >> 32 - _BUCKET_BITS) + 1] += 1
    ordered = (place for _, place in sorted(runs))
    return len(runs), bytes(bits) + b"".join(map(_u32, accumulate(before))) + b"".join(map(_u32, ordered))


def _u32(number: int) -> bytes:
    return number.to_bytes(4, "little")


def _line(known: Known) -> str:
    return "\t".join(
        (
            known.id,
            known.name,
            known.spdx_id or "",
            "1" if known.osi_approved else "0",
            str(known.length),
            str(known.core.start),
            str(known.core.end),
            _packed(known.slots),
            *known.proofs,
        )
    )


_LETTERS: Final[dict[SlotKind, str]] = {"marker": "", "party": "p", "copyright": "c"}
_KINDS: Final = {letter: kind for kind, letter in _LETTERS.items()}


def _packed(slots: Iterable[Slot]) -> str:
    """Slots as the distance from the end of the one before, a length that is not 1, a kind: "12 40+3p 7c"."""
    parts, before = [], 0
    for start, end, kind in slots:
        length = "" if end - start == 1 else f"+{end - start}"
        parts.append(f"{start - before}{length}{_LETTERS[kind]}")
        before = end
    return " ".join(parts)


def _unpacked(packed: str) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    before = 0
    for part in packed.split():
        letter = part[-1] if part[-1].isalpha() else ""
        distance, _, length = part.removesuffix(letter).partition("+")
        start = before + int(distance)
        before = start + int(length or 1)
        slots.append(Slot(start, before, _KINDS[letter]))
    return tuple(slots)
