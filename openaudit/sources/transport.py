"""`requests` over connections that the guard opens and the deadline ends."""

from __future__ import annotations

import socket
from collections.abc import Callable

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from requests.utils import select_proxy
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from openaudit.sources import address
from openaudit.sources.guard import Deadline, Guard, UnknownHostError
from openaudit.typed import Any

Connect = Callable[[str, int], socket.socket]


def session_for(guard: Guard, deadline: Deadline, seconds: float) -> requests.Session:
    """A session for one request. Proxy and certificate settings of the environment hold, cookies do not."""
    session = _Session()
    session.headers.clear()
    session.cookies = _NoCookies()
    session.mount("https://", _Adapter(guard, deadline, seconds))
    session.mount("http://", _Adapter(guard, deadline, seconds))
    return session


class _Session(requests.Session):
    """A session that leaves redirects alone: `requests` would read their bodies, however large, to look ahead."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """No redirect to look at."""


class _NoCookies(RequestsCookieJar):
    """A jar that stays empty."""

    def set_cookie(self, *_args: Any, **_kwargs: Any) -> None:
        """Drops the cookie."""


class _Adapter(HTTPAdapter):
    """Replaces how connections are opened; TLS, host name verification and proxies stay urllib3's."""

    def __init__(self, guard: Guard, deadline: Deadline, seconds: float) -> None:
        self._guard, self._deadline, self._seconds = guard, deadline, seconds
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Direct connections: each goes to a checked address."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pool_classes(
            lambda host, port: self._guard.connect(host, port, self._seconds, self._deadline, plain=True),
            lambda host, port: self._guard.connect(host, port, self._seconds, self._deadline, plain=False),
        )

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """Connections to the user's proxy, which may well be in a private network."""
        known = proxy in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **proxy_kwargs)
        # A SOCKS proxy has classes of its own; the time limit then holds between reads only.
        if not known and not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = _pool_classes(self._connect_proxy, self._connect_proxy)
        return manager

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Checks the host first where a proxy will resolve its name."""
        url = request.url or ""
        if select_proxy(url, kwargs.get("proxies")):
            where = address.origin(url)
            try:
                addresses = self._guard.addresses(where.host, where.port, self._seconds)
            except UnknownHostError:
                # Behind such a proxy names often resolve at the proxy only: it decides, except for plain http.
                addresses = [""]
            if where.scheme == "http":
                for found in addresses:
                    self._guard.check_plain(where.host, where.port, found)
        return super().send(request, *args, **kwargs)

    def _connect_proxy(self, host: str, port: int) -> socket.socket:
        sock = socket.create_connection((host, port), self._seconds)
        self._deadline.watch(sock)
        return sock


def _pool_classes(plain: Connect, tls: Connect) -> dict[str, type[HTTPConnectionPool]]:
    """Connection pools whose connections are opened by the functions given."""

    class PlainConnection(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return plain(self._dns_host, self.port)

    class TLSConnection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return tls(self._dns_host, self.port)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class TLSPool(HTTPSConnectionPool):
        ConnectionCls = TLSConnection

    return {"http": PlainPool, "https": TLSPool}
