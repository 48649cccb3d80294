"""Dask: a cluster of this machine by default, any scheduler by its address. The only module that talks to it."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from openaudit.bulk.rows import CRASHED, Problem
from openaudit.bulk.work import How, Item, audit_batch, failed_batch
from openaudit.errors import NetworkError, OpenAuditError

if TYPE_CHECKING:
    from distributed import Client, Future

INSTALL: Final = "pip install 'openaudit-license[bulk]'"
# Batches at the scheduler for each worker: enough that none waits, few enough to be held in memory.
_AHEAD: Final = 4
_PATIENCE: Final = 30.0


def require() -> None:
    """Raise `OpenAuditError` with the command that helps where the extra is not installed."""
    from importlib.util import find_spec

    missing = [name for name in ("dask", "distributed", "pyarrow", "cryptography") if find_spec(name) is None]
    if missing:
        raise OpenAuditError(f"openaudit bulk needs {', '.join(missing)}: {INSTALL}")


@contextmanager
def connected(scheduler: str | None, workers: int, scratch: str, *, verbose: bool) -> Iterator[Client]:
    """A client of the scheduler at that address, or of a cluster of `workers` processes on this machine.

    The cluster's processes listen on loopback only and talk TLS with a key made for this run: whoever can reach a
    Dask scheduler can run programs on it. Raises NetworkError where no scheduler or no worker answers.
    """
    import dask
    from distributed import Client, LocalCluster

    if not verbose:
        # A worker that dies is told as an outcome, not as a page of log.
        for name in ("distributed", "distributed.client", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
    settings: dict[str, object] = {
        "temporary-directory": scratch,
        "distributed.admin.system-monitor.gil.enabled": False,
    }
    # The status pages of Dask's processes have no reader here.
    settings |= {f"distributed.{process}.http.routes": [] for process in ("scheduler", "worker", "nanny")}
    with dask.config.set(settings):
        if scheduler is None:
            with (
                LocalCluster(
                    n_workers=workers or os.cpu_count() or 1,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    dashboard_address="127.0.0.1:0",
                    security=True,
                    silence_logs=logging.ERROR if verbose else logging.CRITICAL,
                ) as cluster,
                Client(cluster) as client,
            ):
                yield client
        else:
            with _client_of(scheduler) as client:
                yield client


def _client_of(address: str) -> Client:
    from distributed import Client

    try:
        client = Client(address, timeout=_PATIENCE / 2)
    except (OSError, ValueError, TypeError) as error:
        raise NetworkError(f"no Dask scheduler answers at {address}: {str(error) or type(error).__name__}") from error
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        client.close()
        raise NetworkError(f"the Dask scheduler at {address} has no workers") from error
    return client


class Pool:
    """Batches under way. `submit` waits while there are enough."""

    def __init__(self, client: Client, how: How) -> None:
        self._client, self._how = client, how
        self._under_way: dict[Future, tuple[Sequence[Item], Callable[[bytes], None]]] = {}

    def submit(self, items: Sequence[Item], keep: Callable[[bytes], None]) -> None:
        """Have a batch audited, and its audits given to `keep`."""
        while len(self._under_way) >= _AHEAD * max(1, self._workers()):
            self.step()
        with _talking():
            future = self._client.submit(audit_batch, items, self._how, pure=False)
        self._under_way[future] = (items, keep)

    def step(self) -> bool:
        """Wait until some batch is done, and store it; False where none is under way."""
        from distributed import wait

        if not self._under_way:
            return False
        with _talking():
            done = wait(list(self._under_way), return_when="FIRST_COMPLETED").done
        for future in done:
            items, keep = self._under_way.pop(future)
            keep(self._outcome(future, items))
            future.release()
        return True

    def _workers(self) -> int:
        with _talking():
            return sum(self._client.nthreads().values())

    def _outcome(self, future: Future, items: Sequence[Item]) -> bytes:
        """The audits of a batch; where a text kills its worker time and again, of its texts one by one."""
        from distributed.scheduler import KilledWorker

        try:
            with _talking():
                data: bytes = future.result()
        except KilledWorker:
            if len(items) == 1:
                return failed_batch(
                    items, self._how, Problem(CRASHED, "auditing the text killed the worker, repeatedly")
                )
            return _joined([self._alone(item) for item in items])
        except ModuleNotFoundError as error:
            raise OpenAuditError(f"a worker lacks {error.name}: install the same openaudit on every worker") from error
        return data

    def _alone(self, item: Item) -> bytes:
        return self._outcome(self._client.submit(audit_batch, [item], self._how, pure=False), [item])


@contextmanager
def _talking() -> Iterator[None]:
    """Turns what a scheduler that went away makes of every call into one sentence."""
    from distributed.client import CancelledError, FutureCancelledError

    try:
        yield
    except (FutureCancelledError, CancelledError, OSError) as error:
        raise NetworkError("the Dask scheduler is gone; the same command goes on from what is there") from error


def _joined(batches: Sequence[bytes]) -> bytes:
    """Arrow streams of the same columns as one."""
    import pyarrow as pa

    tables: list[Any] = [pa.ipc.open_stream(data).read_all() for data in batches]
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, tables[0].schema) as writer:
        writer.write_table(pa.concat_tables(tables))
    data: bytes = sink.getvalue().to_pybytes()
    return data
