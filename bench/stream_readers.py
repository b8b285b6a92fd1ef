"""Reads many event streams at once, cheaply: bytes and their times are kept, and judged afterwards.

Standard library only. While streams run, one wake-up takes what is there, and nothing is parsed.
"""

from __future__ import annotations

import json
import re
import select
import socket
import time
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

RECEIVE_BYTES = 65_536
TOKEN = re.compile(rb"([0-9a-f]+):([0-9a-f]+) ")  # its number from 1, and its tick: hexadecimal
TICKS_EACH_MILLISECOND = 100
LAST_CHUNK = b"0\r\n\r\n"


@dataclass
class Stream:
    pieces: list[bytes] = field(default_factory=list)
    times: list[float] = field(default_factory=list)  # seconds, one for each piece
    is_ended: bool = False


@dataclass(frozen=True)
class Judged:
    delays: list[float]  # milliseconds from the model to the reader, one for each token
    problem: str = ""


class Readers:
    """Streams of one address, opened one after the other and read all at once."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        assert parts.hostname is not None and parts.port is not None
        self.place = (parts.hostname, parts.port)
        self.streams: list[Stream] = []
        self._poll = select.epoll()
        self._open: dict[int, tuple[socket.socket, Stream]] = {}

    def open(self, path: str, body: object, accept: str = "text/event-stream") -> None:
        """Sends a POST; its answer is read by read()."""
        text = json.dumps(body).encode()
        host = f"{self.place[0]}:{self.place[1]}"
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
            f"Accept: {accept}\r\nContent-Length: {len(text)}\r\n\r\n"
        )
        to = socket.create_connection(self.place, timeout=30)
        to.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        to.sendall(head.encode() + text)
        to.setblocking(False)
        stream = Stream()
        self.streams.append(stream)
        self._open[to.fileno()] = (to, stream)
        self._poll.register(to.fileno(), select.EPOLLIN)

    def read(self, until: float) -> bool:
        """Reads until that time.monotonic(). True when every stream has ended."""
        clock = time.monotonic
        opened = self._open
        while opened and (left := until - clock()) > 0:
            for number, _ in self._poll.poll(left):
                to, stream = opened[number]
                try:
                    piece = to.recv(RECEIVE_BYTES)
                except BlockingIOError:
                    continue
                except ConnectionError:
                    piece = b""
                stream.times.append(clock())
                stream.pieces.append(piece)
                if not piece or piece.endswith(LAST_CHUNK):
                    self._close(number, to, stream)
        return not opened

    def _close(self, number: int, to: socket.socket, stream: Stream) -> None:
        stream.is_ended = True
        self._poll.unregister(number)
        to.close()
        del self._open[number]

    def close(self) -> None:
        for number, (to, stream) in list(self._open.items()):
            self._close(number, to, stream)
            stream.is_ended = False
        self._poll.close()


def refusal(head: bytes, body: bytes) -> str:
    """The status line and why; the same for all that were refused alike."""
    line = head.split(b"\r\n")[0].decode(errors="replace")
    try:
        return f"{line}: {json.loads(body)['detail']}"
    except (ValueError, KeyError, TypeError):
        return line


def body_of(raw: bytes) -> bytes:
    """The body of a chunked response. @errors ValueError: another status, or broken off."""
    head, _, rest = raw.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise ValueError(refusal(head, rest))
    found: list[bytes] = []
    at = 0
    while True:
        end = rest.find(b"\r\n", at)
        if end < 0:
            raise ValueError("the response was broken off")
        size = int(rest[at:end], 16)
        if size == 0:
            return b"".join(found)
        found.append(rest[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def events_of(body: bytes) -> Iterator[tuple[str, dict]]:
    """(name, data) of server-sent events; those without JSON are left out."""
    for block in body.split(b"\n\n"):
        name, data = "message", b""
        for line in block.split(b"\n"):
            if line.startswith(b"event:"):
                name = line[6:].strip().decode()
            elif line.startswith(b"data:"):
                data += line[5:].strip()
        if data.startswith(b"{"):
            yield name, json.loads(data)


def text_of_turn(body: bytes) -> str:
    """What a reader of a turn displays. @errors ValueError: a gap, no end, another end."""
    text = bytearray()
    end = None
    for name, data in events_of(body):
        if end is not None:
            raise ValueError(f"{name} after the end")
        if name == "text":
            if data["at"] != len(text):
                raise ValueError(f"text at {data['at']}, but {len(text)} bytes are there")
            text += data["delta"].encode()
        elif name == "end":
            end = data
    if end is None or end["state"] != "completed":
        raise ValueError(f"the turn ended with {end}")
    return text.decode()


def text_of_completion(body: bytes) -> str:
    choices = (one for _, data in events_of(body) for one in data.get("choices", []))
    return "".join(one["delta"].get("content") or "" for one in choices)


def judge(stream: Stream, tokens: int, since: int, text_of) -> Judged:  # type: ignore[no-untyped-def]
    """Every token once and in order, and how long each took to arrive.

    since: the tick of CLOCK_MONOTONIC from which the feeder counts.
    """
    if not stream.is_ended:
        return Judged([], "the stream did not end")
    raw = b"".join(stream.pieces)
    try:
        text = text_of(body_of(raw))
    except (ValueError, KeyError) as broken:
        return Judged([], str(broken))
    numbers = [int(number, 16) for number, _ in TOKEN.findall(text.encode())]
    if numbers != list(range(1, tokens + 1)):
        return Judged([], difference(numbers, tokens))
    ends: list[int] = []
    total = 0
    for piece in stream.pieces:
        total += len(piece)
        ends.append(total)
    delays = [
        stream.times[bisect_left(ends, found.end())] * 1e3
        - (since + int(found[2], 16)) / TICKS_EACH_MILLISECOND
        for found in TOKEN.finditer(raw)
    ]
    return Judged(delays)


def difference(numbers: list[int], tokens: int) -> str:
    lost = tokens - len(set(numbers))
    doubled = len(numbers) - len(set(numbers))
    return f"{lost} tokens lost, {doubled} doubled, in order: {sorted(numbers) == numbers}"
