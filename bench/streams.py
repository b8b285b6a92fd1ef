#!/usr/bin/env python3
"""Many answers at once: latency, processor, memory, commits, and that no token is lost.

Run by `./dev bench streams`, which builds the release server first. A feeder speaks as a model does
and puts number and time into every token; readers keep what arrives and judge it afterwards. The
same is read from the feeder directly: what parlance adds is the difference. Standard library only.

BENCH_SECONDS (20), BENCH_CASES ("1:20 100:20 1000:20 4000:100", streams:milliseconds between tokens)
and BENCH_DATABASES ("sqlite postgresql") choose less.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from first_light import READY_SECONDS_MAX, percentile, resident_mb, serving

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "devtools"))

import postgres_cluster  # noqa: E402
from parlance_dev import server  # noqa: E402
from parlance_dev.commands import Failed, dim, say  # noqa: E402
from parlance_dev.project import BUILD  # noqa: E402
from persistence_share import Sampler  # noqa: E402
from stream_readers import Readers, judge, text_of_completion, text_of_turn  # noqa: E402

SECONDS = int(os.environ.get("BENCH_SECONDS", "20"))
CASES = os.environ.get("BENCH_CASES", "1:20 100:20 1000:20 4000:100")
DATABASES = os.environ.get("BENCH_DATABASES", "sqlite postgresql")
OPENED_EACH_SECOND = 500
LATE_SECONDS_MAX = 60
MEMORY_TARGET_KIB = 48
MEMORY_JUDGED_FROM = 1_000  # streams: with fewer, what the server needs once is most of it
FEEDER_READY = re.compile(r"token feeder on (http://127\.0\.0\.1:\d+) since (\d+)")
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Case:
    streams: int
    every_ms: int

    @property
    def tokens(self) -> int:
        return SECONDS * 1000 // self.every_ms

    @property
    def first_streams(self) -> int:
        """After so many the server has what it needs once, and the others show what each costs."""
        return self.streams // 10

    @property
    def seconds(self) -> float:
        """How long it takes when nobody is waited for."""
        return SECONDS + self.streams / OPENED_EACH_SECOND


@dataclass
class Result:
    database: str
    streams: int
    every_ms: int
    tokens: int
    seconds: float
    rate_percent: float  # of the tokens that the feeder would have given to somebody who never waits
    problems: dict[str, int]
    direct_p50_ms: float
    direct_p99_ms: float
    p50_ms: float
    p99_ms: float
    cpu_per_1000_ms: float
    database_cpu_per_1000_ms: float
    stream_kib: float
    commits_per_second: float
    persistence_percent: float | None  # of the processor time of server and database

    @property
    def is_sound(self) -> bool:
        return not self.problems and (
            self.streams < MEMORY_JUDGED_FROM or self.stream_kib <= MEMORY_TARGET_KIB
        )


def cpu_seconds(processes: list[int]) -> float:
    """Of the processes and of their children that have ended."""
    total = 0
    for process in processes:
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        total += sum(int(fields[number]) for number in (11, 12, 13, 14))
    return total / CLOCK_TICKS


class Sqlite:
    name = "sqlite"

    def __init__(self, data: Path) -> None:
        self.data = data
        self.settings: dict[str, str] = {}

    def commits(self) -> int:
        """The counter of changes in the index of the write-ahead log."""
        head = (self.data / "parlance.db-shm").read_bytes()[8:12]
        return int.from_bytes(head, sys.byteorder)

    def processes(self) -> list[int]:
        return []


class Postgresql:
    name = "postgresql"

    def __init__(self, cluster: postgres_cluster.Cluster) -> None:
        self.cluster = cluster
        self.settings = {"PARLANCE_DATABASE": cluster.url, "PARLANCE_DATABASE_DIRECT": cluster.url}

    def commits(self) -> int:
        """Of all transactions that the server's own connections committed, reads included."""
        asks = "SELECT xact_commit FROM pg_stat_database WHERE datname = 'parlance'"
        return int(self.cluster.sql(asks, database="postgres"))

    def processes(self) -> list[int]:
        return self.cluster.processes()


@contextmanager
def database(name: str, data: Path) -> Iterator[Sqlite | Postgresql]:
    if name == "sqlite":
        yield Sqlite(data)
        return
    with postgres_cluster.running() as cluster:
        yield Postgresql(cluster)


@dataclass(frozen=True)
class Feeder:
    address: str
    since: int  # the tick from which it counts


@contextmanager
def feeding(case: Case) -> Iterator[Feeder]:
    """It ends with its standard input."""
    command = [sys.executable, str(ROOT / "bench" / "token_feeder.py")]
    command += ["--tokens", str(case.tokens), "--every-ms", str(case.every_ms)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as feeder:
        assert feeder.stdout is not None and feeder.stdin is not None
        found = FEEDER_READY.search(feeder.stdout.readline())
        if not found:
            raise Failed("the token feeder did not start")
        yield Feeder(found[1], int(found[2]))
        feeder.stdin.close()


def read_all(readers: Readers, case: Case, open_one, at_first, at_half) -> float:  # type: ignore[no-untyped-def]
    """Opens the streams steadily and reads them to their ends. @return seconds it took."""
    began = time.monotonic()
    for number in range(case.streams):
        if number == case.first_streams:
            at_first()
        open_one()
        readers.read(began + (number + 1) / OPENED_EACH_SECOND)
    half = time.monotonic() + SECONDS / 2
    is_over = readers.read(half)
    at_half()
    if not is_over:
        readers.read(half + SECONDS / 2 + LATE_SECONDS_MAX)
    return time.monotonic() - began


def directly(case: Case) -> list[float]:
    """Delays of reading the feeder itself: milliseconds."""
    with feeding(case) as feeder:
        readers = Readers(feeder.address)
        asked = {"model": "feeder", "stream": True, "messages": [{"role": "user", "content": "?"}]}
        read_all(readers, case, lambda: readers.open("/v1/chat/completions", asked), *[lambda: None] * 2)
        readers.close()
    judged = [judge(one, case.tokens, feeder.since, text_of_completion) for one in readers.streams]
    if any(one.problem for one in judged):
        raise Failed(f"the feeder itself: {Counter(one.problem for one in judged)}")
    return [delay for one in judged for delay in one.delays]


def measure(name: str, case: Case, folder: Path) -> Result:
    direct = directly(case)
    with database(name, folder) as store, feeding(case) as feeder:
        more = {"OPENAI_BASE_URL": f"{feeder.address}/v1", "OPENAI_MODEL": "feeder", "PARLANCE_DEMO": "0"}
        with serving(folder, **store.settings, **more) as started:
            return measured(store, case, feeder, started, direct)


def measured(
    store: Sqlite | Postgresql,
    case: Case,
    feeder: Feeder,
    started: server.Program,
    direct: list[float],
) -> Result:
    process = started.process.pid
    readers = Readers(started.address)
    memory: list[float] = []
    sampler = Sampler(process)
    before = cpu_seconds([process]), cpu_seconds(store.processes()), store.commits()

    def at_first() -> None:
        memory.append(resident_mb(process))

    def at_half() -> None:
        memory.append(resident_mb(process))
        sampler.start(SECONDS / 4)

    asked = {"message_text": "Count."}
    open_one = lambda: readers.open("/api/turns", asked)  # noqa: E731
    seconds = read_all(readers, case, open_one, at_first, at_half)
    after = cpu_seconds([process]), cpu_seconds(store.processes()), store.commits()
    readers.close()
    inside = sampler.share()
    judged = [judge(one, case.tokens, feeder.since, text_of_turn) for one in readers.streams]
    delays = [delay for one in judged for delay in one.delays] or [float("nan")]
    own, theirs, commits = (late - early for late, early in zip(after, before))
    thousands = case.streams * case.tokens / 1000
    return Result(
        database=store.name,
        streams=case.streams,
        every_ms=case.every_ms,
        tokens=case.tokens,
        seconds=seconds,
        rate_percent=100 * min(1.0, case.seconds / seconds),
        problems=dict(Counter(one.problem for one in judged if one.problem)),
        direct_p50_ms=percentile(direct, 50),
        direct_p99_ms=percentile(direct, 99),
        p50_ms=percentile(delays, 50),
        p99_ms=percentile(delays, 99),
        cpu_per_1000_ms=own * 1000 / thousands,
        database_cpu_per_1000_ms=theirs * 1000 / thousands,
        stream_kib=(memory[1] - memory[0]) * 1024 / (case.streams - case.first_streams),
        commits_per_second=commits / seconds,
        persistence_percent=None
        if inside is None
        else 100 * (inside * own + theirs) / (own + theirs or 1),
    )


def table(results: list[Result]) -> str:
    head = (
        "database    streams  every ms | rate |  added p50    p99 ms | server  database ms CPU/1,000 tokens"
        " | KiB/stream | commits/s | persistence | lost"
    )
    lines = [head]
    for one in results:
        share = "-" if one.persistence_percent is None else f"{one.persistence_percent:.0f} %"
        lost = "nothing" if not one.problems else json.dumps(one.problems)[:120]
        lines.append(
            f"{one.database:<11} {one.streams:>7,} {one.every_ms:>9} | {one.rate_percent:>3.0f}% |"
            f" {one.p50_ms - one.direct_p50_ms:>10.2f} {one.p99_ms - one.direct_p99_ms:>9.2f} |"
            f" {one.cpu_per_1000_ms:>6.2f} {one.database_cpu_per_1000_ms:>26.2f} |"
            f" {one.stream_kib:>10.1f} | {one.commits_per_second:>9.1f} | {share:>11} | {lost}"
        )
    return "\n".join(lines)


def cases() -> list[Case]:
    return [Case(*map(int, one.split(":"))) for one in CASES.split()]


def main() -> int:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    results: list[Result] = []
    for name in DATABASES.split():
        for case in cases():
            say(dim(f"… {name}: {case.streams:,} answers, a token every {case.every_ms} ms"))
            with tempfile.TemporaryDirectory(prefix="parlance-bench-") as folder:
                results.append(measure(name, case, Path(folder)))
            say(table(results[-1:]).splitlines()[1])
    say("\n" + table(results))
    say("\npersistence: of the processor time of server and database, as perf samples it; a commit")
    say("is any transaction; memory is what the server grew by from a tenth of the streams on, until")
    say("half of each answer was there")
    report = BUILD / "bench" / "streams.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(json.dumps([asdict(one) for one in results], indent=2) + "\n")
    say(f"\nwritten to {report.relative_to(ROOT)}")
    return 0 if all(one.is_sound for one in results) else 1


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except Failed as failure:
        print(f"bench: {failure}", file=sys.stderr)
        raise SystemExit(1) from None
