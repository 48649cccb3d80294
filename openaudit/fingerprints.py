"""What openaudit remembers of the licences it knows: hashes, never words.

One file (`licenses/fingerprints.bin`, made by `tools/make_fingerprints.py`) holds for every known text

- the digest of its words, so that an unedited copy is recognised by one look-up;
- one byte per word (a hash of it), so that an edited copy can be aligned with it;
- the digests of its words without the *slots* (places where copies put the holder's name), by which an
  aligned copy is proved to be word for word the licence: one byte per word alone proves nothing.

Layout, little-endian: `MAGIC`, five u32 (number of entries, number of digests, compressed sizes of the table and
of the word bytes, size of the digests), then digests sorted (12 bytes each), their entries (u16 each), and the
two zlib streams. The table has one line per entry, tab-separated, in the order of `Known`.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from openaudit.digests import blake2b
from openaudit.spans import Span
from openaudit.typed import Final, Literal, NamedTuple

MAGIC: Final = b"openaudit fingerprints 1\n"
# Five u32.
_HEADER: Final = 20
_DIGEST: Final = 12
# The index samples this many words at a time; a shared run shorter than GRAM + STEP may go unseen.
GRAM: Final = 8
_STEP: Final = 12
_STEP_SHORT: Final = 5
_SHORT: Final = 400


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
        self._count, self._digests, table, words, size = header
        self._keys = slice(start, start + size)
        self._owners = start + size
        start = self._owners + 2 * self._digests
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
    def _sampled(self) -> tuple[list[bytes], list[int]]:
        """Runs of `GRAM` words, sampled from every text, and their places in `words`."""
        places: list[int] = []
        for start, end in pairwise(self.starts):
            places.extend(range(start, end - GRAM + 1, step_of(end - start)))
        words = self.words
        return [words[at : at + GRAM] for at in places], places

    @cached_property
    def grams(self) -> Mapping[bytes, int]:
        """Where in `words` each sampled run stands (the last place): what is in here is worth a closer look."""
        return dict(zip(*self._sampled, strict=True))

    @cached_property
    def _repeated(self) -> Mapping[bytes, list[int]]:
        """All other places of the sampled runs that several texts have."""
        grams, words = self.grams, self.words
        repeated: dict[bytes, list[int]] = {}
        for at in [at for gram, at in zip(*self._sampled, strict=True) if grams[gram] != at]:
            repeated.setdefault(words[at : at + GRAM], []).append(at)
        return repeated

    def occurrences(self, gram: bytes) -> list[tuple[int, int]]:
        """Every (entry, offset) at which the run, which is one of `grams`, was sampled."""
        starts = self.starts
        found = []
        for place in (*self._repeated.get(gram, ()), self.grams[gram]):
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
    words = zlib.compress(b"".join(word_bytes(words) for _, words, _ in entries), 9)
    sizes = (len(entries), len(ordered), len(table), len(words), len(ordered) * _DIGEST)
    header = b"".join(size.to_bytes(4, "little") for size in sizes)
    owners = b"".join(keys[key].to_bytes(2, "little") for key in ordered)
    return MAGIC + header + b"".join(ordered) + owners + table + words


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
