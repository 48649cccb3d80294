"""How long a server asks to wait, by the headers that hubs really send. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

from openaudit.typed import Final

# "api";r=0;t=55 (IETF draft-ietf-httpapi-ratelimit-headers, as Hugging Face sends it).
_REMAINING: Final = re.compile(r";\s*r=(\d{1,9})")
_RESET: Final = re.compile(r";\s*t=(\d{1,9})")
_FIRST_BACKOFF: Final = 0.5


def is_limited(status: int, headers: Mapping[str, str]) -> bool:
    """Whether the answer says "too many requests". GitHub says so with 403 too."""
    return status == 429 or (
        status == 403 and (headers.get("x-ratelimit-remaining") == "0" or "retry-after" in headers)
    )


def asked(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds until the next try is welcome, None if nothing is said. `now` is the Unix time."""
    after = headers.get("retry-after", "").strip()
    if after.isdecimal() and len(after) < 10:
        return float(after)
    if after:
        try:
            when = parsedate_to_datetime(after)
        except ValueError:
            return None
        return max(0.0, (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now)
    reset = _RESET.search(headers.get("ratelimit", ""))
    if reset:
        return float(reset[1])
    epoch = headers.get("x-ratelimit-reset", "")
    if epoch.isdecimal() and len(epoch) < 12:
        return max(0.0, float(epoch) - now)
    return None


def pause_before_next(headers: Mapping[str, str], now: float) -> float:
    """Seconds to leave a host alone because its answer, though good, says that the limit is used up."""
    remaining = _REMAINING.search(headers.get("ratelimit", ""))
    used_up = remaining is not None and int(remaining[1]) == 0
    if used_up or headers.get("x-ratelimit-remaining") == "0":
        return asked(headers, now) or 0.0
    return 0.0


def backoff(attempt: int, spread: float) -> float:
    """Seconds before retry number `attempt` (from 0): 0.5, 1, 2 …, and up to half as much more by `spread` (0..1)."""
    return _FIRST_BACKOFF * 2.0**attempt * (1 + spread / 2)
