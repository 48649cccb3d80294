"""A real HTTP server on loopback that behaves like Hugging Face, GitHub and ModelScope, and like worse servers.

Tests ask it for what they need; nothing of it reaches the network. Addresses, headers and error codes are those that
the hubs document or send.
"""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, unquote, urlsplit

from openaudit.sources import SourceOptions

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"ab" * 32 + b"\nsize 12345\n"


class Request(NamedTuple):
    """What a client asked."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]


class Reply(NamedTuple):
    """What it gets. `raw` takes the connection over and writes what it likes."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = {}
    raw: Callable[[socket.socket], None] | None = None


Answering = Reply | Callable[[Request], Reply]


class Repository(NamedTuple):
    """A repository of any hub."""

    files: Mapping[str, bytes]
    commit: str = COMMIT
    gated: bool = False
    private: bool = False
    disabled: bool = False
    renamed_to: str = ""
    granted: tuple[str, ...] = ()
    links: Mapping[str, str] = {}
    kept_elsewhere: tuple[str, ...] = ()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients under test hang up in the middle; that is what is tested."""


class HubServer:
    """The server. `requests` is what was asked so far; `routes` are answers by path that come before the hubs'."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.routes: dict[str, Answering] = {}
        self.huggingface: dict[str, Repository] = {}
        self.github: dict[str, Repository] = {}
        self.modelscope: dict[str, Repository] = {}
        self.stopping = threading.Event()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Request("GET", unquote(parts.path), parse_qs(parts.query), headers)
                hub.requests.append(request)
                reply = hub.answer(request)
                if reply.raw:
                    self.close_connection = True
                    try:
                        reply.raw(self.connection)
                    except OSError:
                        return  # the client has had enough, as it should
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
                pass

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def options(self, cache: str | None = None, **others: Any) -> SourceOptions:
        """Options whose hubs are this server. Short times, and no waiting between retries."""
        endpoints = tuple(self.environment_endpoints().items())
        fast: dict[str, Any] = {"timeout": 3.0, "deadline": 10.0, "retries": 1}
        return SourceOptions(endpoints=endpoints, cache_dir=cache, use_cache=cache is not None, **(fast | others))

    def environment_endpoints(self) -> dict[str, str]:
        return {
            "huggingface": self.url,
            "github-api": f"{self.url}/gh-api",
            "github-raw": f"{self.url}/gh-raw",
            "github-media": f"{self.url}/gh-media",
            "modelscope": f"{self.url}/ms",
        }

    def environment(self) -> dict[str, str]:
        """What points the command at this server, as users do with mirrors and their own GitHub servers."""
        return {
            "HF_ENDPOINT": self.url,
            "GITHUB_API_URL": f"{self.url}/gh-api",
            "MODELSCOPE_ENDPOINT": f"{self.url}/ms",
        }

    def asked(self, part: str) -> list[Request]:
        return [request for request in self.requests if part in request.path]

    def answer(self, request: Request) -> Reply:
        for path in (request.path, "*"):
            route = self.routes.get(path)
            if route is not None:
                return route(request) if callable(route) else route
        for prefix, answer in (("/gh-", self._github), ("/ms/", self._modelscope), ("/", self._huggingface)):
            if request.path.startswith(prefix):
                return answer(request)
        return Reply(404)

    # Hugging Face

    def _huggingface(self, request: Request) -> Reply:
        path = request.path.strip("/")
        if path.startswith("api/"):
            kind, _, rest = path.removeprefix("api/").partition("/")
            name, _, revision = rest.partition("/revision/")
            return self._hf_info(kind, name, revision or "main", request)
        for verb in ("resolve", "raw"):
            name, found, rest = path.partition(f"/{verb}/")
            if found:
                revision, _, file = rest.partition("/")
                return self._hf_file(name, revision, file, verb, request)
        return Reply(404, b"<html>not found</html>", {"Content-Type": "text/html"})

    def _hf_refusal(self, key: str, revision: str, request: Request) -> Reply | None:
        repository = self.huggingface.get(key)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token == "wrong":
            return _hf_error(401, "", "Invalid credentials in Authorization header")
        if repository is None or (repository.private and token not in repository.granted):
            return _hf_error(404 if token else 401, "RepoNotFound", "Repository not found")
        if repository.renamed_to:
            return Reply(307, b"", {"Location": request.path.replace(key, repository.renamed_to)})
        if repository.disabled:
            return _hf_error(403, "", "Access to this resource is disabled.")
        if revision not in ("main", repository.commit, "refs/pr/1", "v1.0"):
            return _hf_error(404, "RevisionNotFound", "Invalid rev id")
        return None

    def _hf_info(self, kind: str, name: str, revision: str, request: Request) -> Reply:
        key = name if kind == "models" else f"{kind}/{name}"
        refusal = self._hf_refusal(key, revision, request)
        if refusal:
            return refusal
        repository = self.huggingface[key]
        info = {
            "id": name,
            "sha": repository.commit,
            "gated": "manual" if repository.gated else False,
            "disabled": repository.disabled,
            "siblings": [{"rfilename": file} for file in sorted(repository.files)],
        }
        return Reply(200, json.dumps(info).encode(), {"Content-Type": "application/json", "ETag": 'W/"info"'})

    def _hf_file(self, name: str, revision: str, file: str, verb: str, request: Request) -> Reply:
        refusal = self._hf_refusal(name, revision, request)
        if refusal:
            return refusal
        repository = self.huggingface[name]
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if repository.gated and token not in repository.granted and file not in ("README.md", ".gitattributes"):
            text = f"Access to model {name} is restricted."
            return _hf_error(403 if token else 401, "GatedRepo", text)
        if file not in repository.files:
            return _hf_error(404, "EntryNotFound", "Entry not found")
        data = repository.files[file]
        headers = {
            "Content-Type": "text/plain; charset=utf-8",
            "ETag": f'"{abs(hash(data))}"',
            "X-Repo-Commit": repository.commit,
        }
        if file in repository.kept_elsewhere:
            if verb == "raw":
                return Reply(200, LFS_POINTER, headers)
            headers |= {"X-Linked-Etag": '"linked"', "Location": f"/cdn/{file}?X-Amz-Signature=abc123secret"}
            self.routes[f"/cdn/{file}"] = Reply(200, data, {"Content-Type": "application/octet-stream"})
            return Reply(302, b"", headers)
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Reply(304, b"", headers)
        wanted = request.headers.get("range", "")
        if wanted.startswith("bytes=0-"):
            return Reply(206, data[: int(wanted.removeprefix("bytes=0-")) + 1], headers)
        return Reply(200, data, headers)

    # GitHub

    def _github(self, request: Request) -> Reply:
        host, _, path = request.path.strip("/").partition("/")
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token == "wrong":
            return _json(401, {"message": "Bad credentials"})
        owner, name, what = path.removeprefix("repos/").split("/", 2)
        key = f"{owner}/{name}"
        repository = self.github.get(key)
        if repository is None or (repository.private and token not in repository.granted):
            return _json(404, {"message": "Not Found"})
        if host != "gh-api":
            ref, _, file = what.partition("/")
            return self._github_file(repository, ref, file, media=host == "gh-media")
        if repository.renamed_to:
            return Reply(301, b"", {"Location": request.path.replace(key, repository.renamed_to)})
        if what.startswith("commits/"):
            if what.removeprefix("commits/") not in ("HEAD", "main", "v1.0"):
                return _json(422, {"message": "No commit found for SHA"})
            return Reply(200, repository.commit.encode(), {"Content-Type": "application/vnd.github.sha"})
        if what.startswith("git/trees/"):
            return self._github_tree(repository, what.removeprefix("git/trees/"))
        if what.startswith("contents/"):
            ref = request.query.get("ref", ["HEAD"])[0]
            return self._github_file(repository, ref, what.removeprefix("contents/"), media=False)
        return _json(404, {"message": "Not Found"})

    def _github_tree(self, repository: Repository, sha: str) -> Reply:
        folder = "" if sha == repository.commit else sha.removeprefix("tree-") + "/"
        entries: dict[str, dict[str, str]] = {}
        for path in [*repository.files, *repository.links]:
            inner = path.removeprefix(folder)
            if not path.startswith(folder):
                continue
            first, more, _ = inner.partition("/")
            if more and not folder:
                entries[first] = {"path": first, "type": "tree", "mode": "040000", "sha": f"tree-{first}"}
            else:
                mode = "120000" if path in repository.links else "100644"
                entries[inner] = {"path": inner, "type": "blob", "mode": mode, "sha": "x"}
        return _json(200, {"sha": sha, "tree": list(entries.values())})

    def _github_file(self, repository: Repository, ref: str, file: str, *, media: bool) -> Reply:
        if ref not in ("HEAD", "main", "v1.0", repository.commit):
            return Reply(404, b"404: Not Found")
        if file in repository.links:
            return Reply(200, repository.links[file].encode(), {"Content-Type": "text/plain"})
        if file not in repository.files:
            return Reply(404, b"404: Not Found")
        data = LFS_POINTER if file in repository.kept_elsewhere and not media else repository.files[file]
        return Reply(200, data, {"Content-Type": "text/plain; charset=utf-8", "ETag": '"g"'})

    # ModelScope

    def _modelscope(self, request: Request) -> Reply:
        path = request.path.removeprefix("/ms/api/v1/models/")
        name, _, what = path.partition("/repo")
        repository = self.modelscope.get(name)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if repository is None:
            return _json(404, {"Code": 10010205001, "Message": "the model does not exist", "Success": False})
        if repository.private and token not in repository.granted:
            return _json(403, {"Code": 10010200003, "Message": "no permission", "Success": False})
        revision = request.query.get("Revision", ["master"])[0]
        if revision not in ("master", "v1.0", repository.commit):
            return _json(404, {"Code": 10010205003, "Message": "revision not found", "Success": False})
        if what.startswith("/files"):
            files = [
                {"Name": file.rpartition("/")[2], "Path": file, "Type": "blob", "Revision": repository.commit}
                for file in sorted(repository.files)
            ]
            return _json(200, {"Code": 200, "Success": True, "Data": {"Files": files}})
        file = request.query.get("FilePath", [""])[0]
        if file not in repository.files:
            return _json(404, {"Code": 10010205002, "Message": "file not found", "Success": False})
        return Reply(200, repository.files[file], {"Content-Type": "application/octet-stream", "ETag": '"m"'})


def _hf_error(status: int, code: str, message: str) -> Reply:
    headers = {"Content-Type": "application/json", "X-Error-Message": message}
    if code:
        headers["X-Error-Code"] = code
    return Reply(status, json.dumps({"error": message}).encode(), headers)


def _json(status: int, value: object) -> Reply:
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


# Servers that mean harm


def slow_drip(hub: HubServer, *, headers: bool = False) -> Reply:
    """One byte at a time, for ever: in the body, or already in the headers."""

    def write(connection: socket.socket) -> None:
        start = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
        connection.sendall(start + (b"X-Slow: " if headers else b"\r\n"))
        while not hub.stopping.is_set():
            connection.sendall(b"a")
            time.sleep(0.05)

    return Reply(raw=write)


def endless(hub: HubServer) -> Reply:
    """A body without an end."""

    def write(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while not hub.stopping.is_set():
            connection.sendall(b"You may use the software. " * 400)

    return Reply(raw=write)


def says(text: bytes) -> Reply:
    """Exactly these bytes, then the connection is closed."""
    return Reply(raw=lambda connection: connection.sendall(text))


def gzip_bomb(megabytes: int) -> bytes:
    """A gzip stream that unpacks to so many megabytes of spaces."""
    import zlib

    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([packer.compress(b" " * 1_000_000) for _ in range(megabytes)] + [packer.flush()])


def basic(user: str, password: str) -> str:
    """A Basic authorization value."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
