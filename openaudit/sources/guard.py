"""Which hosts may be connected to, decided on the very address that is connected to.

A licence link is chosen by a stranger. Without a guard it could make the auditing machine ask its own services,
its neighbours in a private network, or a cloud's metadata service. Names are resolved here once, every address of
the answer is checked, and the connection goes to a checked address: a second look-up that answers differently
(DNS rebinding) never happens.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable

from openaudit.errors import NetworkError
from openaudit.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Lookup = Callable[[str, int], list[str]]

# IPv6 ranges that carry an IPv4 address inside: the prefix, and how far the IPv4 address is from the right end.
_CARRIERS: Final = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped, RFC 4291
    (ipaddress.IPv6Network("::/96"), 0),  # IPv4-compatible (deprecated), RFC 4291
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 0),  # IPv4-translated, RFC 2765
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),  # NAT64, RFC 6052
    (ipaddress.IPv6Network("64:ff9b:1::/48"), 0),  # NAT64 of a private network, RFC 8215
    (ipaddress.IPv6Network("2002::/16"), 80),  # 6to4, RFC 3056
)
_TEREDO: Final = ipaddress.IPv6Network("2001::/32")
# Cloud metadata services outside of the link-local ranges (Alibaba Cloud, Azure's wire server, AWS over IPv6).
_METADATA: Final = frozenset(map(ipaddress.ip_address, ("100.100.100.200", "168.63.129.16", "fd00:ec2::254")))


def refusal(text: str, *, allow_private: bool = False) -> str:
    """Why the IP address `text` is not connected to; "" if it may be.

    Metadata and link-local addresses are refused even with `allow_private`: no licence stands there, and
    credentials do.
    """
    try:
        given = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return f"{text} is no IP address"
    for address in (given, *_carried(given)):
        if address in _METADATA or address.is_link_local:
            return f"{text} is a link-local or cloud metadata address"
        if address.is_multicast or address.is_unspecified:
            return f"{text} is no address of one host"
        # Carriers other than the plain forms are private or reserved themselves; what they carry decides.
        if address is given and _carried(given):
            continue
        reserved = address.is_reserved or (isinstance(address, ipaddress.IPv6Address) and address.is_site_local)
        if (not address.is_global or reserved) and not allow_private:
            return f"{text} is a private, loopback or reserved address"
    return ""


def _carried(address: IPAddress) -> list[IPAddress]:
    """The IPv4 addresses that an IPv6 address stands for or passes through."""
    if not isinstance(address, ipaddress.IPv6Address):
        return []
    number = int(address)
    if number <= 1:  # :: and ::1 are addresses of their own
        return []
    found: list[IPAddress] = [
        ipaddress.IPv4Address((number >> shift) & 0xFFFFFFFF) for network, shift in _CARRIERS if address in network
    ]
    if address in _TEREDO:
        found += [ipaddress.IPv4Address((number >> 64) & 0xFFFFFFFF), ipaddress.IPv4Address(~number & 0xFFFFFFFF)]
    return found


class UnknownHostError(NetworkError):
    """The name of a host has no address here."""


class Deadline:
    """Ends connections when the time is up, wherever they hang: in a handshake, in headers, between two bytes.

    Timeouts of sockets start anew with each byte, so a server that drips would hold a reader for ever. Use as a
    context manager around one request; `watch` each socket before anything is sent on it.
    """

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._seconds = seconds
        self._lock = threading.Lock()
        self._watched: list[socket.socket] = []
        self._timer = threading.Timer(max(seconds, 0.0), self._expire)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        with self._lock:
            for sock in self._watched:
                sock.close()
            self._watched.clear()

    def watch(self, sock: socket.socket) -> None:
        """Shuts `sock` down at the deadline. A duplicate is kept, since TLS takes the original over."""
        with self._lock:
            if not self.expired:
                self._watched.append(sock.dup())
                return
        sock.close()
        raise TimeoutError

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            for sock in self._watched:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    # Not connected yet, or closed by the other side: there is nothing left to end.
                    continue


class Guard(NamedTuple):
    """The rule for connections: `trusted` are hosts and ports that the user named as a hub's address.

    `lookup` turns a host and port into IP addresses; tests give their own.
    """

    allow_private: bool = False
    trusted: frozenset[tuple[str, int]] = frozenset()
    lookup: Lookup | None = None

    def addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """The addresses of `host`, all checked. Raises NetworkError for an unknown or a refused host."""
        found = self._look_up(host, port, seconds)
        if (host.lower(), port) not in self.trusted:
            for address in found:
                why = refusal(address, allow_private=self.allow_private)
                if why:
                    private = not self.allow_private and not refusal(address, allow_private=True)
                    hint = "; --allow-private-hosts allows it" if private else ""
                    raise NetworkError(f"{host}: not connected to, for safety: {why}{hint}")
        return found

    def check_plain(self, host: str, port: int, address: str) -> None:
        """Raises NetworkError where unencrypted http is not acceptable: anywhere but in the user's own network."""
        if (host.lower(), port) in self.trusted:
            return
        if not (self.allow_private and refusal(address)):
            raise NetworkError(f"{host}: only https:// addresses are read")

    def connect(self, host: str, port: int, seconds: float, deadline: Deadline, *, plain: bool) -> socket.socket:
        """A connected socket to a checked address of `host`. Raises NetworkError or OSError."""
        last: OSError | None = None
        for address in self.addresses(host, port, seconds):
            if plain:
                self.check_plain(host, port, address)
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(seconds)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.connect((address, port))
                deadline.watch(sock)
            except OSError as error:
                sock.close()
                last = error
            else:
                return sock
        raise last if last is not None else OSError("no address")

    def _look_up(self, host: str, port: int, seconds: float) -> list[str]:
        """Addresses of `host` in the resolver's order, within `seconds`: the system's look-up knows no timeout."""
        answer: list[list[str] | OSError | UnicodeError] = []

        def look() -> None:
            try:
                answer.append((self.lookup or _system_lookup)(host, port))
            except (OSError, UnicodeError) as error:
                answer.append(error)

        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        thread.join(seconds)
        if not answer:
            raise UnknownHostError(f"{host}: its address could not be looked up within {seconds:g} s")
        found = answer[0]
        if isinstance(found, list) and found:
            return found
        cause = found if isinstance(found, Exception) else None
        raise UnknownHostError(f"{host}: no such host, or no network") from cause


def _system_lookup(host: str, port: int) -> list[str]:
    infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in infos))
