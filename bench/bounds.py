#!/usr/bin/env python3
"""What clients that read or send slowly may cost: memory, /healthz meanwhile, and others' turns.

Run by `./dev bench bounds`, which builds the release server first. A conversation of 60 MB that
twenty slow readers open and export, request bodies that are never finished, uploads that stall. On
both stores, or those that BENCH_DATABASES names. Standard library only.
"""

from __future__ import annotations

import json
import os
import re
import resource
import socket
import sqlite3
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from urllib.parse import urlsplit

from first_light import Measure, percentile, serving, table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "devtools"))

import postgres_cluster  # noqa: E402
from history_rows import uuid7  # noqa: E402
from parlance_dev import server  # noqa: E402
from parlance_dev.commands import Failed, dim, say  # noqa: E402
from parlance_dev.project import BUILD  # noqa: E402

DATABASES = os.environ.get("BENCH_DATABASES", "sqlite postgresql")
READERS = 20
LARGE_BYTES = 60 * 1024 * 1024
SHAPES = {"60 turns of 1 MB": 60, "15,000 turns of 4 kB": 15_000}
UNFINISHED = int(os.environ.get("BENCH_UNFINISHED", "1500"))
UNFINISHED_BYTES = 1024 * 1024 - 64
STALLED = 8
SLOW_READ_BYTES = 4 * 1024
SLOW_READ_EVERY = 0.25
HEALTH_MS = 50
GROWTH_MB = 160  # 64 MiB that are counted, and small parts of 1,500 that are not
LOCKED_OUT_SECONDS = 15
WATCHED_SECONDS = 6


class Health:
    """Asks /healthz all the time, on connections of its own."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._is_over = threading.Event()
        self._took: list[float] = []
        self._asking = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self) -> Health:
        self._asking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._asking.join()

    def _ask(self) -> None:
        while not self._is_over.is_set():
            began = time.monotonic()
            to = server.connection(self._address)
            to.request("GET", "/healthz")
            if to.getresponse().read() != b'{"status":"ok"}':
                raise Failed("/healthz is not well")
            to.close()
            self._took.append((time.monotonic() - began) * 1000)
            self._is_over.wait(0.005)

    def measures(self, what: str) -> list[Measure]:
        return [
            Measure(f"/healthz {what}, p99", percentile(self._took, 99), "ms", HEALTH_MS),
            Measure(f"/healthz {what}, longest", max(self._took), "ms"),
        ]


def memory_mb(process: int, name: str) -> float:
    text = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    found = re.search(rf"^{name}:\s+(\d+) kB$", text, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def forget_peak(process: int) -> None:
    Path(f"/proc/{process}/clear_refs").write_text("5", encoding="ascii")


def to_server(address: str, receive_bytes: int | None = None) -> socket.socket:
    parts = urlsplit(address)
    assert parts.hostname is not None and parts.port is not None
    made = socket.socket()
    if receive_bytes is not None:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    made.connect((parts.hostname, parts.port))
    return made


def head_of(address: str, method: str, path: str, *fields: str) -> bytes:
    host = urlsplit(address).netloc
    return "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: {host}", *fields, "", ""]).encode()


def read_slowly(address: str, path: str, is_over: threading.Event) -> None:
    with to_server(address, SLOW_READ_BYTES) as reading:
        reading.sendall(head_of(address, "GET", path))
        while not is_over.wait(SLOW_READ_EVERY):
            if not reading.recv(SLOW_READ_BYTES):
                return


@contextmanager
def slow_readers(address: str, path: str) -> Iterator[None]:
    is_over = threading.Event()
    readers = [
        threading.Thread(target=read_slowly, args=(address, path, is_over), daemon=True)
        for _ in range(READERS)
    ]
    for one in readers:
        one.start()
    yield
    is_over.set()
    for one in readers:
        one.join()


LINE = 'An "answer" with lines.\n'


def answer_of(turns: int) -> str:
    return LINE * (LARGE_BYTES // turns // len(LINE))


def fill_sqlite(database: Path) -> dict[str, str]:
    """One conversation of each shape beside the one that was asked. @return their ids."""
    on = sqlite3.connect(database)
    on.execute("PRAGMA synchronous = OFF")
    principal, owner, epoch = on.execute("SELECT principal, owner, epoch FROM turns").fetchone()
    seq = on.execute("SELECT max(seq) FROM turns").fetchone()[0]
    now = int(time.time() * 1000)
    ids: dict[str, str] = {}
    for number, (shape, turns) in enumerate(SHAPES.items()):
        which = uuid7(now, 5_000_000 + number)
        ids[shape] = str(uuid.UUID(bytes=which))
        conversation = on.execute(
            "INSERT INTO conversations (principal, id, title, created_at, updated_at) "
            "VALUES (?, ?, ?, ?, ?)",
            (principal, which, shape, now, now),
        ).lastrowid
        answer = answer_of(turns)
        for at in range(turns):
            seq += 1
            on.execute(
                "INSERT INTO turns (principal, owner, epoch, seq, id, conversation, parent, state, "
                "created_at, finished_at, model, request_fingerprint, question, answer) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, 'completed', ?, ?, 'offline', 'f', ?, ?)",
                (principal, owner, epoch, seq, uuid7(now, seq), conversation,
                 seq - 1 if at else None, now, now, f"Question {at}?", answer),
            )  # fmt: skip
    on.commit()
    on.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    on.close()
    return ids


def fill_postgresql(cluster: postgres_cluster.Cluster) -> dict[str, str]:
    """The same."""
    ids: dict[str, str] = {}
    for number, (shape, turns) in enumerate(SHAPES.items()):
        which = str(uuid.UUID(bytes=uuid7(int(time.time() * 1000), 5_000_000 + number)))
        ids[shape] = which
        answer = repeated_sql(answer_of(turns))
        cluster.sql(
            "INSERT INTO conversations (principal, id, title, created_at, updated_at) "
            f"SELECT principal, '{which}', title, created_at, updated_at FROM conversations LIMIT 1"
        )
        cluster.sql(
            "INSERT INTO turns (seq, principal, id, conversation, parent, state, owner, epoch, "
            "created_at, finished_at, model, request_fingerprint, question, answer) "
            "OVERRIDING SYSTEM VALUE "
            "SELECT t.seq + n, t.principal, gen_random_uuid(), c.seq, "
            "CASE WHEN n > 1 THEN t.seq + n - 1 END, 'completed', t.owner, t.epoch, t.created_at, "
            "t.finished_at, t.model, t.request_fingerprint, t.question, "
            f"{answer} FROM (SELECT * FROM turns ORDER BY seq DESC LIMIT 1) AS t, "
            f"conversations AS c, generate_series(1, {turns}) AS n WHERE c.id = '{which}'"
        )
    return ids


def repeated_sql(answer: str) -> str:
    """Repeated there: a command line is shorter than an answer."""
    return f"repeat(E'{json.dumps(LINE)[1:-1]}', {len(answer) // len(LINE)})::bytea"


def while_watched(
    started: server.Program, what: str, held: Callable[[], object], target: float
) -> list[Measure]:
    """Peak growth and /healthz while `held` is open for some seconds."""
    process = started.process.pid
    before = memory_mb(process, "VmRSS")
    forget_peak(process)
    with Health(started.address) as health, held():  # type: ignore[attr-defined]
        time.sleep(WATCHED_SECONDS)
    grown = memory_mb(process, "VmHWM") - before
    return [Measure(f"{what}: memory beside {before:.0f} MB", grown, "MB", target), *health.measures(what)]


def large_conversation(folder: Path) -> list[Measure]:
    measures: list[Measure] = []
    for name in DATABASES.split():
        say(dim(f"… {name}"))
        found = STORES[name](folder / name)
        measures += [replace(one, what=f"{name}: {one.what}") for one in found]
    return measures


def on_sqlite(folder: Path) -> list[Measure]:
    ask_once(folder, {})
    return read_by_many(folder, fill_sqlite(folder / "parlance.db"), {})


def on_postgresql(folder: Path) -> list[Measure]:
    with postgres_cluster.running() as cluster:
        settings = {"PARLANCE_DATABASE": cluster.url, "PARLANCE_DATABASE_DIRECT": cluster.url}
        ask_once(folder, settings)
        return read_by_many(folder, fill_postgresql(cluster), settings)


STORES = {"sqlite": on_sqlite, "postgresql": on_postgresql}


def ask_once(folder: Path, settings: dict[str, str]) -> None:
    """Makes the schema, and a turn whose principal and owner the others are given."""
    with serving(folder, PARLANCE_DEMO="0", **settings) as started:
        list(server.ask(server.connection(started.address), "first"))


def read_by_many(folder: Path, ids: dict[str, str], settings: dict[str, str]) -> list[Measure]:
    measures: list[Measure] = []
    for shape, which in ids.items():
        path = f"/api/conversations/{which}"
        for what, tail in {
            "open": "",
            "export json": "/export?format=json",
            "export markdown": "/export?format=markdown",
        }.items():
            with serving(folder, PARLANCE_DEMO="0", **settings) as started:
                readers = lambda started=started, tail=tail: slow_readers(started.address, path + tail)  # noqa: E731
                measures += while_watched(started, f"{what}, {shape}", readers, GROWTH_MB)
            with serving(folder, PARLANCE_DEMO="0", **settings) as started:
                measures.append(whole(started, f"{what}, {shape}", path + tail))
    return measures


def whole(started: server.Program, what: str, path: str) -> Measure:
    """How long one reader that takes everything at once waits."""
    to = server.connection(started.address)
    began = time.monotonic()
    to.request("GET", path)
    answer = to.getresponse()
    length = len(answer.read())
    if answer.status != 200:
        raise Failed(f"GET {path}: {answer.status}")
    took = (time.monotonic() - began) * 1000
    return Measure(f"{what}: one quick reader of {length / 1e6:.1f} MB", took, "ms")


@contextmanager
def unfinished_bodies(address: str) -> Iterator[None]:
    head = head_of(
        address, "POST", "/api/turns", "Content-Type: application/json",
        f"Content-Length: {UNFINISHED_BYTES + 64}",
    )  # fmt: skip
    piece = b" " * UNFINISHED_BYTES
    clients: list[socket.socket] = []
    for _ in range(UNFINISHED):
        sending = to_server(address)
        sending.settimeout(2)
        try:
            sending.sendall(head + piece)
        except OSError:
            pass  # refused, or not read: both are fine here
        clients.append(sending)
    yield
    for one in clients:
        one.close()


def bodies(folder: Path) -> list[Measure]:
    with serving(folder, PARLANCE_DEMO="0") as started:
        process = started.process.pid
        list(server.ask(server.connection(started.address), "first"))
        before = memory_mb(process, "VmRSS")
        forget_peak(process)
        what = f"{UNFINISHED:,} unfinished bodies"
        with Health(started.address) as health, unfinished_bodies(started.address):
            began = time.monotonic()
            answer = list(server.ask(server.connection(started.address), "Is anybody there?"))
            asked = (time.monotonic() - began) * 1000
            time.sleep(WATCHED_SECONDS)
        if answer[-1].name != "end":
            raise Failed("a question beside them was not answered")
        peak = memory_mb(process, "VmHWM") - before
        time.sleep(2)
        left = memory_mb(process, "VmRSS") - before
    return [
        Measure(f"{what}: memory beside {before:.0f} MB", peak, "MB", GROWTH_MB),
        Measure(f"{what}: memory 2 s after they left", left, "MB", GROWTH_MB),
        Measure(f"{what}: a question beside them", asked, "ms"),
        *health.measures(f"beside {what}"),
    ]


def upload(address: str, seconds_max: float) -> int:
    to = server.connection(address, seconds_max)
    content = (
        b'--b1\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nHello.\r\n--b1--\r\n'
    )
    to.request("POST", "/api/documents", content, {"Content-Type": "multipart/form-data; boundary=b1"})
    answer = to.getresponse()
    answer.read()
    return answer.status


def stalled_uploads(folder: Path) -> list[Measure]:
    with serving(folder, PARLANCE_DEMO="0") as started:
        clients = [to_server(started.address) for _ in range(STALLED)]
        for one in clients:
            one.sendall(
                head_of(
                    started.address, "POST", "/api/documents",
                    "Content-Type: multipart/form-data; boundary=b1", "Content-Length: 1000000",
                )
                + b"--b1\r\n"
            )  # fmt: skip
        time.sleep(0.5)
        began = time.monotonic()
        refusals = 0
        while upload(started.address, 90) != 202:
            refusals += 1
            time.sleep(1)
        waited = time.monotonic() - began
        for one in clients:
            one.close()
    return [
        Measure(f"{STALLED} stalled uploads: another waits", waited, "s", LOCKED_OUT_SECONDS),
        Measure(f"{STALLED} stalled uploads: another is refused", refusals, "times", 0),
    ]


def main() -> int:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    measures: list[Measure] = []
    for part in (large_conversation, bodies, stalled_uploads):
        with tempfile.TemporaryDirectory(prefix="parlance-bench-") as name:
            say(dim(f"… {part.__name__.replace('_', ' ')}"))
            found = part(Path(name))
        say(table(found))
        measures += found
    report = BUILD / "bench" / "bounds.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(json.dumps([asdict(one) for one in measures], indent=2) + "\n")
    say(f"\nwritten to {report.relative_to(ROOT)}")
    return 0 if all(one.is_met for one in measures) else 1


if __name__ == "__main__":
    sys.exit(main())
