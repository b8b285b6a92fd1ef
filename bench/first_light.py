#!/usr/bin/env python3
"""Start time, idle memory, time to the first event, memory of open streams; against the targets.

Run by `./dev bench first-light`, which builds the release server first. Standard library only.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "devtools"))

from parlance_dev import server  # noqa: E402
from parlance_dev.commands import Failed, dim, say  # noqa: E402
from parlance_dev.project import BUILD, RELEASE_SERVER  # noqa: E402

STARTS = 10
QUESTIONS = 100
STREAMS = 1_000
READY_SECONDS_MAX = 30
SIMULATOR_READY = re.compile(r"openai simulator on (http://127\.0\.0\.1:\d+)")
QUESTION = "How are travel expenses paid back?"


@dataclass(frozen=True)
class Measure:
    what: str
    value: float
    unit: str
    target: float | None = None  # at most

    @property
    def is_met(self) -> bool:
        return self.target is None or self.value <= self.target


def binary() -> str:
    return os.environ.get("PARLANCE_BINARY", str(RELEASE_SERVER))


@contextmanager
def serving(data: Path, **more: str) -> Iterator[server.Program]:
    """A server on a free port with its own data directory and none of this shell's settings."""
    foreign = ("PARLANCE_", "OPENAI_", "AZURE_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    env |= {"PARLANCE_HTTP_PORT": "0", "PARLANCE_DATA": str(data), **more}
    with server.Program([binary(), "serve"], env=env) as started:
        started.wait_until_ready(READY_SECONDS_MAX)
        yield started
        code = started.stop()
        if code != 0:
            raise Failed(f"the server ended with {code} after SIGINT")


def resident_mb(process: int) -> float:
    text = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    found = re.search(r"^VmRSS:\s+(\d+) kB$", text, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def percentile(values: list[float], percent: float) -> float:
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(percent) // 100) - 1)]


def start_times(folder: Path) -> list[Measure]:
    fresh: list[float] = []
    for number in range(STARTS):
        with serving(folder / f"new-{number}") as started:
            fresh.append(started.ready_seconds * 1000)
    existing: list[float] = []
    for _ in range(STARTS):
        with serving(folder / "new-0") as started:
            existing.append(started.ready_seconds * 1000)
    return [
        Measure("start to ready, new database, median", statistics.median(fresh), "ms", 300),
        Measure("start to ready, existing database, median", statistics.median(existing), "ms", 100),
    ]


def first_events(folder: Path) -> list[Measure]:
    """POST to first event and to first text; one connection, the offline answerer."""
    to_event: list[float] = []
    to_text: list[float] = []
    with serving(folder / "questions") as started:
        server.wait_for_documents(started.address)
        to = server.connection(started.address)
        list(server.ask(to, QUESTION))
        idle = resident_mb(started.process.pid)
        for _ in range(QUESTIONS):
            began = time.monotonic()
            answer = list(server.ask(to, QUESTION))
            to_event.append((answer[0].at - began) * 1000)
            text_at = next((one.at for one in answer if one.name == "text"), None)
            if text_at is None:
                raise Failed(f"no text in the answer to: {QUESTION}")
            to_text.append((text_at - began) * 1000)
        after = resident_mb(started.process.pid)
        to.close()
    return [
        Measure("memory, idle after one question", idle, "MB", 40),
        Measure(f"memory, idle after {QUESTIONS + 1} questions", after, "MB"),
        Measure("POST to first event, p50", percentile(to_event, 50), "ms", 5),
        Measure("POST to first event, p99", percentile(to_event, 99), "ms"),
        Measure("POST to first text, p50", percentile(to_text, 50), "ms"),
        Measure("POST to first text, p99", percentile(to_text, 99), "ms"),
    ]


def open_streams(folder: Path) -> list[Measure]:
    """Memory that readers of one long turn cost while nothing arrives."""
    simulator = ["node", str(ROOT / "sims" / "openai" / "main.mjs"), "--port", "0"]
    with server.Program(simulator, ready=SIMULATOR_READY) as model:
        address = model.wait_until_ready(READY_SECONDS_MAX)
        post(address, "/control", {"words": 20, "hold": 5})
        settings = {"OPENAI_BASE_URL": f"{address}/v1", "OPENAI_MODEL": "sim-model"}
        with serving(folder / "streams", **settings) as started:
            asked = server.connection(started.address)
            until_text = events_until_text(asked)
            before = resident_mb(started.process.pid)
            readers = [reader(started.address, until_text) for _ in range(STREAMS)]
            after = resident_mb(started.process.pid)
            post(address, "/control/release", {})
            for one in readers:
                one.close()
            asked.close()
    growth = after - before
    return [
        Measure(f"memory with {STREAMS:,} open idle streams", after, "MB"),
        Measure("memory of one open idle stream", growth * 1024 / STREAMS, "kB"),
    ]


def events_until_text(to: http.client.HTTPConnection) -> str:
    """Asks, reads up to the first text. @return the id of the turn, which goes on."""
    turn = ""
    for event in server.ask(to, QUESTION):
        if event.name == "turn":
            turn = str(event.data["turn_id"])
        if event.name == "text":
            return turn
    raise Failed("the simulated model's answer had no text")


def reader(address: str, turn: str) -> http.client.HTTPConnection:
    """One more reader of the turn that has caught up with its first event."""
    to = server.connection(address)
    to.request("GET", f"/api/turns/{turn}/events", headers={"Accept": "text/event-stream"})
    response = to.getresponse()
    if response.status != 200:
        raise Failed(f"GET /api/turns/{turn}/events: {response.status} {response.read()[:300]!r}")
    if next(server.events(response)).name != "turn":
        raise Failed("a reader's first event is not the turn")
    return to


def post(address: str, path: str, body: object) -> None:
    to = server.connection(address)
    to.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    response = to.getresponse()
    if response.status >= 300:
        raise Failed(f"POST {path}: {response.status} {response.read()[:300]!r}")
    response.read()
    to.close()


def table(measures: list[Measure]) -> str:
    width = max(46, *(len(one.what) for one in measures))
    rows = [f"  {'':<{width}} {'measured':>12} {'target':>12}"]
    for one in measures:
        value = f"{one.value:.1f} {one.unit}"
        target = f"≤ {one.target:g} {one.unit}" if one.target is not None else ""
        verdict = "" if one.target is None else ("met" if one.is_met else "MISSED")
        rows.append(f"  {one.what:<{width}} {value:>12} {target:>12}  {verdict}")
    return "\n".join(rows)


def main() -> int:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory(prefix="parlance-bench-") as name:
        for part in (start_times, first_events, open_streams):
            say(dim(f"… {part.__name__.replace('_', ' ')}"))
            measures += part(Path(name))
    say(table(measures))
    report = BUILD / "bench" / "first_light.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(json.dumps([asdict(one) for one in measures], indent=2) + "\n")
    say(f"\nwritten to {report.relative_to(ROOT)}")
    return 0 if all(one.is_met for one in measures) else 1


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except Failed as failure:
        print(f"bench: {failure}", file=sys.stderr)
        raise SystemExit(1) from None
