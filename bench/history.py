#!/usr/bin/env python3
"""List and search of one's conversations with a million messages, against the targets.

Run by `./dev bench history`, which builds the release server first. On both stores, or those that
BENCH_DATABASES names. Standard library only.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from first_light import Measure, percentile, serving, table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "devtools"))

import postgres_cluster  # noqa: E402
from history_rows import (  # noqa: E402
    MESSAGES,
    SEED,
    Writer,
    fill_postgresql,
    fill_sqlite,
    vocabulary,
)
from parlance_dev import server  # noqa: E402
from parlance_dev.commands import Failed, dim, say  # noqa: E402
from parlance_dev.project import BUILD  # noqa: E402

DATABASES = os.environ.get("BENCH_DATABASES", "sqlite postgresql")
REQUESTS = 100
TARGET_MS = 100
NOWHERE = "words that are nowhere"


def queries(words: list[str]) -> dict[str, Callable[[random.Random], str]]:
    """Searches of several kinds, each with another choice of words every time."""
    frequent = words[:20]
    usual = words[100:2_000]
    rare = words[20_000:]
    return {
        "one frequent word": lambda pick: pick.choice(frequent),
        "two frequent words": lambda pick: " ".join(pick.sample(frequent, 2)),
        "one usual word": lambda pick: pick.choice(usual),
        "three usual words": lambda pick: " ".join(pick.sample(usual, 3)),
        "a rare word and frequent ones": lambda pick: " ".join(
            [pick.choice(rare), *pick.sample(frequent, 2)]
        ),
        NOWHERE: lambda pick: f"{pick.choice(rare)}x {pick.choice(rare)}y",
    }


def timed(what: str, once: Callable[[], object]) -> Measure:
    took: list[float] = []
    for _ in range(REQUESTS):
        began = time.monotonic()
        once()
        took.append((time.monotonic() - began) * 1000)
    return Measure(f"{what}, p95", percentile(took, 95), "ms", TARGET_MS)


def measure(address: str, words: list[str]) -> list[Measure]:
    to = server.connection(address)

    def request(method: str, path: str, body: object = None) -> dict:
        text = None if body is None else json.dumps(body)
        to.request(method, path, text, {"Content-Type": "application/json"} if text else {})
        response = to.getresponse()
        answer = response.read()
        if response.status != 200:
            raise Failed(f"{method} {path}: {response.status} {answer[:300]!r}")
        return json.loads(answer)

    def next_page() -> None:
        nonlocal cursor
        after = f"&cursor={cursor}" if cursor else ""
        cursor = request("GET", f"/api/conversations?limit=50{after}").get("next_cursor", "")

    cursor = ""
    measures = [
        timed("list, first page", lambda: request("GET", "/api/conversations?limit=50")),
        timed("list, page after page", next_page),
    ]
    pick = random.Random(SEED)
    for what, made in queries(words).items():

        def search(what: str = what, make: Callable[[random.Random], str] = made) -> None:
            asked = {"message_text": make(pick)}
            found = request("POST", "/api/conversations/search", asked)["items"]
            if bool(found) == (what == NOWHERE):
                raise Failed(f"search for {asked['message_text']!r}: {len(found)} conversations")

        measures.append(timed(f"search, {what}", search))
    to.close()
    return measures


def on_sqlite(words: list[str], data: Path) -> list[Measure]:
    ask_once(data, {})
    fill_sqlite(data / "parlance.db", Writer(words))
    return measure_served(words, data, {})


def on_postgresql(words: list[str], data: Path) -> list[Measure]:
    with postgres_cluster.running() as cluster:
        settings = {"PARLANCE_DATABASE": cluster.url, "PARLANCE_DATABASE_DIRECT": cluster.url}
        ask_once(data, settings)
        fill_postgresql(cluster, Writer(words))
        return measure_served(words, data, settings)


STORES = {"sqlite": on_sqlite, "postgresql": on_postgresql}


def ask_once(data: Path, settings: dict[str, str]) -> None:
    """Makes the schema, and one turn whose principal and owner the others are given."""
    with serving(data, PARLANCE_DEMO="0", **settings) as started:
        asking = server.connection(started.address)
        list(server.ask(asking, "first"))
        asking.close()


def measure_served(words: list[str], data: Path, settings: dict[str, str]) -> list[Measure]:
    with serving(data, PARLANCE_DEMO="0", **settings) as started:
        say(dim("… list and search"))
        return measure(started.address, words)


def main() -> int:
    words = vocabulary()
    measures: list[Measure] = []
    for name in DATABASES.split():
        with tempfile.TemporaryDirectory(prefix="parlance-bench-") as folder:
            say(dim(f"… {name}: writing {MESSAGES:,} messages"))
            found = STORES[name](words, Path(folder))
        measures += [replace(one, what=f"{name}: {one.what}") for one in found]
    say(table(measures))
    report = BUILD / "bench" / "history.json"
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
