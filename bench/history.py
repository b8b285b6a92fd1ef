#!/usr/bin/env python3
"""List and search of one's conversations with a million messages, against the targets.

Run by `./dev bench history`, which builds the release server first. The messages are written into
the database directly, in a language of made-up words whose frequencies fall as in a real one.
Standard library only.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from first_light import Measure, percentile, serving, table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "devtools"))

from parlance_dev import server  # noqa: E402
from parlance_dev.commands import Failed, dim, say  # noqa: E402
from parlance_dev.project import BUILD  # noqa: E402

MESSAGES = int(os.environ.get("BENCH_MESSAGES", "1000000"))
TURNS_PER_CONVERSATION = 5
WORDS = 50_000
QUESTION_WORDS = 12
ANSWER_WORDS = 60
REQUESTS = 100
TARGET_MS = 100
SEED = 20


def vocabulary() -> list[str]:
    """Words that no stemmer changes: consonant, vowel, consonant, …, k."""
    syllables = [a + b for a in "bdfghjklmnprtvz" for b in "aiou"]
    words = ("".join(parts) + "k" for parts in itertools.product(syllables, repeat=3))
    return list(itertools.islice(words, WORDS))


class Writer:
    """Random text in which the n-th word is about 1/n as frequent as the first."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.random = random.Random(SEED)
        self.weights = list(itertools.accumulate(1 / (n + 1) for n in range(len(words))))

    def text(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=count))


def uuid7(milliseconds: int, number: int) -> bytes:
    return milliseconds.to_bytes(6, "big") + b"\x70\x00\x80\x00" + number.to_bytes(6, "big")


def fill(database: Path, writer: Writer) -> None:
    """Adds the messages to a database that the server made and asked one question of."""
    on = sqlite3.connect(database)
    on.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")
    principal, owner = on.execute("SELECT principal, owner FROM turns LIMIT 1").fetchone()
    first = on.execute("SELECT max(seq) FROM turns").fetchone()[0] + 1
    start = int(time.time() * 1000) - MESSAGES * 1000
    for number in range(MESSAGES // 2):
        turn = first + number
        when = start + number * 2000
        conversation = 1_000_000 + number // TURNS_PER_CONVERSATION
        is_first = number % TURNS_PER_CONVERSATION == 0
        question = writer.text(QUESTION_WORDS)
        answer = writer.text(ANSWER_WORDS)
        if is_first:
            on.execute(
                "INSERT INTO conversations (seq, principal, id, title, created_at, updated_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (conversation, principal, uuid7(when, conversation), question[:60], when, when),
            )
            terms(on, turn * 4, question[:60])
        on.execute(
            "INSERT INTO turns (seq, principal, id, conversation, parent, state, owner, created_at, "
            "finished_at, model, request_fingerprint, question, answer) "
            "VALUES (?, ?, ?, ?, ?, 'completed', ?, ?, ?, 'offline', 'f', ?, ?)",
            (turn, principal, uuid7(when, turn), conversation, None if is_first else turn - 1,
             owner, when, when, question, answer),
        )
        terms(on, turn * 4 + 1, question)
        terms(on, turn * 4 + 2, answer)
        if number % 20_000 == 19_999:
            on.commit()
    on.commit()
    on.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    on.close()


def terms(on: sqlite3.Connection, message: int, text: str) -> None:
    on.execute("INSERT INTO message_terms (rowid, terms) VALUES (?, ?)", (message, text))


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
        "words that are nowhere": lambda pick: f"{pick.choice(rare)}x {pick.choice(rare)}y",
    }


def timed(what: str, once: Callable[[], None]) -> Measure:
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
        page = request("GET", f"/api/conversations?limit=50&cursor={cursor}")
        cursor = page["next_cursor"]

    cursor = ""
    measures = [
        timed("list, first page", lambda: request("GET", "/api/conversations?limit=50") and None),
        timed("list, page after page", next_page),
    ]
    pick = random.Random(SEED)
    for what, made in queries(words).items():

        def search(make: Callable[[random.Random], str] = made) -> None:
            request("POST", "/api/conversations/search", {"message_text": make(pick)})

        measures.append(timed(f"search, {what}", search))
    to.close()
    return measures


def main() -> int:
    words = vocabulary()
    with tempfile.TemporaryDirectory(prefix="parlance-bench-") as name:
        data = Path(name)
        with serving(data, PARLANCE_DEMO="0") as started:
            asking = server.connection(started.address)
            list(server.ask(asking, "first"))
            asking.close()
        say(dim(f"… writing {MESSAGES:,} messages"))
        fill(data / "parlance.db", Writer(words))
        with serving(data, PARLANCE_DEMO="0") as started:
            say(dim("… list and search"))
            measures = measure(started.address, words)
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
