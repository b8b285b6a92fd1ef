"""A million messages as the server would have written them, put into either store directly.

In a language of made-up words whose frequencies fall as in a real one, and which no stemmer changes.
"""

from __future__ import annotations

import itertools
import os
import random
import sqlite3
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from postgres_cluster import Cluster

MESSAGES = int(os.environ.get("BENCH_MESSAGES", "1000000"))
TURNS_PER_CONVERSATION = 25
WORDS = 50_000
QUESTION_WORDS = 12
ANSWER_WORDS = 60
TITLE_CHARACTERS = 60
SEED = 20


@dataclass(frozen=True)
class Turn:
    seq: int
    conversation: int
    is_first: bool
    when: int  # milliseconds since 1970
    question: str
    answer: str

    @property
    def id(self) -> bytes:
        return uuid7(self.when, self.seq)

    @property
    def conversation_id(self) -> bytes:
        return uuid7(self.when, self.conversation)

    @property
    def title(self) -> str:
        return self.question[:TITLE_CHARACTERS]

    def messages(self) -> Iterator[tuple[int, str]]:
        """(number, text): a title belongs to its conversation's first turn."""
        if self.is_first:
            yield self.seq * 4, self.title
        yield self.seq * 4 + 1, self.question
        yield self.seq * 4 + 2, self.answer


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

    def turns(self, first: int) -> Iterator[Turn]:
        """All turns of all conversations, the oldest first, numbered from `first`."""
        start = int(time.time() * 1000) - MESSAGES * 1000
        for number in range(MESSAGES // 2):
            yield Turn(
                seq=first + number,
                conversation=1_000_000 + number // TURNS_PER_CONVERSATION,
                is_first=number % TURNS_PER_CONVERSATION == 0,
                when=start + number * 2000,
                question=self.text(QUESTION_WORDS),
                answer=self.text(ANSWER_WORDS),
            )


def uuid7(milliseconds: int, number: int) -> bytes:
    return milliseconds.to_bytes(6, "big") + b"\x70\x00\x80\x00" + number.to_bytes(6, "big")


def fill_sqlite(database: Path, writer: Writer) -> None:
    """Adds the messages to a database that the server made and asked one question of."""
    on = sqlite3.connect(database)
    on.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")
    known = [one[1] for one in on.execute("PRAGMA table_info(turns)")]
    kept = [name for name in ("principal", "owner", "epoch") if name in known]
    owner = on.execute(f"SELECT {', '.join(kept)} FROM turns LIMIT 1").fetchone()
    columns = [*kept, "seq", "id", "conversation", "parent", "state", "created_at", "finished_at"]
    columns += ["model", "request_fingerprint", "question", "answer"]
    add = f"INSERT INTO turns ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    first = on.execute("SELECT max(seq) FROM turns").fetchone()[0] + 1
    for number, one in enumerate(writer.turns(first)):
        if one.is_first:
            on.execute(
                "INSERT INTO conversations (seq, principal, id, title, created_at, updated_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (one.conversation, owner[0], one.conversation_id, one.title, one.when, one.when),
            )
        parent = None if one.is_first else one.seq - 1
        on.execute(
            add,
            (*owner, one.seq, one.id, one.conversation, parent, "completed", one.when, one.when,
             "offline", "f", one.question, one.answer),
        )  # fmt: skip
        on.executemany("INSERT INTO message_terms (rowid, terms) VALUES (?, ?)", one.messages())
        if number % 20_000 == 19_999:
            on.commit()
    on.commit()
    on.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    on.close()


class Keys:
    """The hashes under which PostgreSQL finds the terms of one principal: FNV-1a of 64 bits."""

    def __init__(self, principal: uuid.UUID) -> None:
        self._start = self._mixed(0xCBF29CE484222325, principal.bytes)
        self._known: dict[str, int] = {}

    @staticmethod
    def _mixed(value: int, data: bytes) -> int:
        for byte in data:
            value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
        return value

    def of(self, term: str) -> int:
        found = self._known.get(term)
        if found is None:
            value = self._mixed(self._start, term.encode())
            found = self._known[term] = value - (value >> 63 << 64)  # as a signed number
        return found


def binary(text: str | bytes) -> str:
    """A bytea as COPY reads it."""
    return "\\\\x" + (text.encode() if isinstance(text, str) else text).hex()


def fill_postgresql(cluster: Cluster, writer: Writer) -> None:
    """As fill_sqlite. The index over the terms is made when all are there, as after a restore."""
    known = cluster.sql("SELECT principal, owner, epoch, encode(request_fingerprint, 'hex') FROM turns")
    principal, owner, epoch, fingerprint = known.split("\n")[0].split("|")
    first = int(cluster.sql("SELECT max(seq) FROM turns")) + 1
    makes = cluster.sql(
        "SELECT indexdef FROM pg_indexes WHERE tablename = 'message_terms' AND indexdef ~ 'gin'"
    ).split("\n")
    names = cluster.sql(
        "SELECT indexname FROM pg_indexes WHERE tablename = 'message_terms' AND indexdef ~ 'gin'"
    ).split("\n")
    for name in names:
        cluster.sql(f"DROP INDEX {name}")
    keys = Keys(uuid.UUID(principal))
    with ExitStack() as open_copies:
        # The last is closed first: a turn needs its conversation.
        terms = open_copies.enter_context(Copy(cluster, "message_terms (message, keys, terms)"))
        turns = open_copies.enter_context(Copy(
            cluster, "turns (seq, principal, id, conversation, parent, state, owner, epoch, created_at, "
            "finished_at, model, request_fingerprint, question, answer)"))  # fmt: skip
        conversations = open_copies.enter_context(
            Copy(cluster, "conversations (seq, principal, id, title, created_at, updated_at)")
        )
        for one in writer.turns(first):
            if one.is_first:
                conversations.row(one.conversation, principal, uuid.UUID(bytes=one.conversation_id),
                                  binary(one.title), one.when, one.when)  # fmt: skip
            turns.row(one.seq, principal, uuid.UUID(bytes=one.id), one.conversation,
                      "\\N" if one.is_first else one.seq - 1, "completed", owner, epoch, one.when,
                      one.when, "offline", binary(bytes.fromhex(fingerprint)), binary(one.question),
                      binary(one.answer))  # fmt: skip
            for number, text in one.messages():
                held = sorted({keys.of(term) for term in text.split()})
                terms.row(number, "{" + ",".join(map(str, held)) + "}", binary(text))
    for make in makes:
        cluster.sql(f"SET maintenance_work_mem = '1GB'; {make}")
    for table in ("conversations", "turns"):
        cluster.sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'seq'), max(seq)) FROM {table}")
    cluster.sql("VACUUM ANALYZE")


class Copy:
    """Rows on their way into a table."""

    def __init__(self, cluster: Cluster, into: str) -> None:
        self._process = subprocess.Popen(
            cluster.command(f"COPY {into} FROM STDIN"),
            stdin=subprocess.PIPE, text=True, env=cluster.environment, cwd=cluster.folder,
        )  # fmt: skip
        assert self._process.stdin is not None
        self._to = self._process.stdin

    def row(self, *values: object) -> None:
        self._to.write("\t".join(map(str, values)) + "\n")

    def __enter__(self) -> Copy:
        return self

    def __exit__(self, *failure: object) -> None:
        self._to.close()
        if self._process.wait() != 0 and failure[0] is None:
            raise RuntimeError("the rows were refused")
