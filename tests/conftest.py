"""What holds for every test."""

from __future__ import annotations

import ipaddress
import signal
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from hubserver import HubServer


@pytest.fixture(autouse=True, scope="session")
def interruptible() -> None:
    """Ctrl-C interrupts, as at a terminal; jobs started in the background are born deaf to it, and so are theirs."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine: a connection to anything but loopback is an error."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not ipaddress.ip_address(address[0]).is_loopback:
            pytest.fail(f"a test tried to connect to {address}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def hub() -> Iterator[HubServer]:
    """A server on loopback that imitates the hubs."""
    with HubServer() as server:
        yield server
