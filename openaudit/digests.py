"""`sha256` and `blake2b` of the standard library, from the modules that do the work.

`hashlib` loads OpenSSL first, which takes a fifth of the time of `python -c pass`; the digests are the same.
"""

from __future__ import annotations

from openaudit.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b, sha256
else:
    try:
        from _blake2 import blake2b

        try:
            from _sha2 import sha256  # since Python 3.12
        except ImportError:
            from _sha256 import sha256
    except ImportError:
        from hashlib import blake2b, sha256

__all__ = ["blake2b", "sha256"]
