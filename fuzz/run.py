"""Fuzzes the targets: `python fuzz/run.py [--minutes 10] [--target NAME] [--engine atheris|plain]`.

With atheris (`pip install --group fuzz`, Linux) the fuzzer follows the code's coverage; without it inputs are mixed and
damaged at random, from a seed that is printed. A crash, or an input that takes longer than `--slow` seconds, is stored
in fuzz/found/TARGET/ and makes the exit code 1. An input worth keeping is moved, made small, to fuzz/corpus/TARGET/,
where tests/test_fuzz.py runs it for ever.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import time
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
MAX_BYTES = 20_000


def main() -> int:
    """Run what was asked for; 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0, help="for each target")
    parser.add_argument("--target", action="append", help="only this one; may be repeated")
    parser.add_argument("--engine", choices=("atheris", "plain"), help="atheris where it is installed")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--slow", type=float, default=2.0, help="seconds of processor time that one input may take")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]
    from targets import TARGETS

    names = arguments.target or list(TARGETS)
    engine = arguments.engine or ("atheris" if _has_atheris() else "plain")
    if arguments.inside:
        return fuzz_with_atheris(names[0], arguments.minutes, arguments.slow)
    found = 0
    for name in names:
        if engine == "atheris":
            options = ["--inside", "--target", name, "--minutes", str(arguments.minutes), "--slow", str(arguments.slow)]
            before = kept(name)
            code = subprocess.run([sys.executable, __file__, *options], check=False).returncode
            found += code != 0 or kept(name) != before
        else:
            found += fuzz_plainly(name, arguments.minutes, arguments.seed, arguments.slow)
    print(f"{found} of {len(names)} targets have something to look at" if found else "nothing found")
    return int(found > 0)


def _has_atheris() -> bool:
    from importlib.util import find_spec

    return find_spec("atheris") is not None


def seeds() -> list[bytes]:
    """Beginnings: the hostile units of the tests, and what earlier runs left in the corpus."""
    from hostile import _UNITS, GRANT

    texts = [GRANT.encode(), b"\0" + GRANT.encode(), *(b"\0" + unit.encode() * 20 for unit in _UNITS.values())]
    return texts + [path.read_bytes() for path in sorted((HERE / "corpus").rglob("*")) if path.is_file()]


def fuzz_with_atheris(name: str, minutes: float, slow: float) -> int:
    """Fuzz one target; never returns but by the fuzzer's own exit."""
    import atheris

    with atheris.instrument_imports(include=["openaudit"], enable_loader_override=False):
        from targets import TARGETS

        # What is imported on use must be imported here, or the fuzzer is blind to it. The engine loads here too, before
        # the clock of the first input runs.
        for seed in seeds()[:40]:
            TARGETS[name](seed)
    folder, found = HERE / "work" / name, HERE / "found" / name
    for path in (folder, found):
        path.mkdir(parents=True, exist_ok=True)
    for seed in seeds():
        (folder / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    target = TARGETS[name]

    def timed(data: bytes) -> None:
        # Processor time, since the machine may be busy with other things; the fuzzer's own clock only ends what hangs.
        start = time.process_time()
        target(data)
        cost = time.process_time() - start
        if cost > slow:
            print(f"{name}: {cost:.1f} s of processor time for one input", flush=True)
            _keep(name, "slow", data)

    hangs = max(60, int(slow * 10))
    options = [
        f"-max_total_time={int(minutes * 60)}", f"-timeout={hangs}", f"-report_slow_units={hangs}",
        f"-max_len={MAX_BYTES}", "-rss_limit_mb=1000", f"-artifact_prefix={found}{os.sep}", "-print_final_stats=1",
        str(folder),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options], timed)
    atheris.Fuzz()
    return 0


def fuzz_plainly(name: str, minutes: float, seed: int | None, slow: float) -> bool:
    """Mix and damage inputs until the time is up; whether something was found."""
    from targets import TARGETS

    seed = int(time.time()) if seed is None else seed
    rng = random.Random(seed)
    target, pool = TARGETS[name], seeds()
    target(pool[0])
    found: set[str] = set()
    until, runs, slowest = time.monotonic() + minutes * 60, 0, 0.0
    while time.monotonic() < until:
        data = damaged(pool, rng)
        # Processor time, since the machine may be busy with other things.
        start = time.process_time()
        try:
            target(data)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            place = traceback.extract_tb(error.__traceback__)[-1]
            kind = f"{type(error).__name__}-{Path(place.filename).name}-{place.lineno}"
            if kind not in found:
                traceback.print_exc()
                _keep(name, kind, data)
            found.add(kind)
        cost = time.process_time() - start
        if cost > max(slow, slowest):
            _keep(name, "slow", data)
            found.add("slow")
        runs, slowest = runs + 1, max(slowest, cost)
    print(f"{name}: {runs} inputs, seed {seed}, slowest {slowest:.2f} s, {', '.join(sorted(found)) or 'nothing found'}")
    return bool(found)


def damaged(pool: list[bytes], rng: random.Random) -> bytes:
    """A new input out of known ones: pieces joined, repeated, cut, and some bytes changed."""
    parts = []
    for _ in range(rng.choice((1, 1, 2, 3, 6, 20))):
        piece = rng.choice(pool)
        start = rng.randrange(len(piece) + 1)
        piece = piece[start : start + rng.choice((3, 30, 300, 3000))]
        parts.append(piece * rng.choice((1, 1, 1, 2, 10, 200)))
    data = bytearray(b"".join(parts)[:MAX_BYTES])
    for _ in range(rng.choice((0, 0, 1, 3, 30))):
        if data:
            data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def kept(name: str) -> set[str]:
    """The names of what earlier runs found in a target."""
    return {path.name for path in (HERE / "found" / name).glob("*")}


def _keep(name: str, kind: str, data: bytes) -> None:
    folder = HERE / "found" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{kind}-{hashlib.sha256(data).hexdigest()[:12]}").write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
