#!/usr/bin/env python3
"""A model server that only counts, at a steady pace, for thousands of streams at once.

POST /v1/chat/completions streams `1:TIME 2:TIME …`: each token has its number and the moment it was
sent, both hexadecimal (ticks of 10 microseconds since the feeder's beginning), and so is not much
longer than a model's. sims/openai says the same on the wire and can do much more, but
a timer and a stream object for each token would take the processor that is being measured.
Prints `token feeder on http://127.0.0.1:PORT since TICKS` (of CLOCK_MONOTONIC). Standard library only.
"""

from __future__ import annotations

import argparse
import os
import select
import socket
import sys
import time

HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
TICK_NANOSECONDS = 10_000
SLOT_SECONDS = 0.001  # streams of one slot are served together


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def event(choices: str, more: str = "") -> bytes:
    return (
        'data: {"id":"chatcmpl-feed","object":"chat.completion.chunk","created":1,'
        f'"model":"feeder","choices":[{choices}]{more}}}\n\n'
    ).encode()


def delta(text: str, finish: str = "null") -> str:
    return f'{{"index":0,"delta":{text},"finish_reason":{finish}}}'


FIRST = chunk(event(delta('{"role":"assistant","content":""}')))
TOKEN_HEAD, TOKEN_TAIL = event(delta('{"content":"@"}')).split(b"@")


def last(tokens: int) -> bytes:
    usage = f',"usage":{{"prompt_tokens":1,"completion_tokens":{tokens},"total_tokens":{tokens + 1}}}'
    ends = event(delta("{}", '"stop"')) + event("", usage) + b"data: [DONE]\n\n"
    return chunk(ends) + b"0\r\n\r\n"


class Feeder:
    def __init__(self, tokens: int, every_ms: int) -> None:
        self.tokens = tokens
        self.slots: list[dict[int, list]] = [{} for _ in range(every_ms)]
        self.every_ms = every_ms
        self.last = last(tokens)
        self.poll = select.epoll()
        self.connections: dict[int, socket.socket] = {}
        self.unread: dict[int, bytes] = {}
        self.accepted = 0
        self.since = time.monotonic_ns() // TICK_NANOSECONDS
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
        self.listener.setblocking(False)
        self.poll.register(self.listener.fileno(), select.EPOLLIN)
        self.poll.register(sys.stdin.fileno(), select.EPOLLIN)

    def run(self) -> None:
        """Until standard input ends: it cannot outlive the program that started it."""
        slot = 0
        due = time.monotonic()
        while True:
            self.feed(self.slots[slot])
            slot = (slot + 1) % self.every_ms
            due += SLOT_SECONDS
            left = due - time.monotonic()
            for number, _ in self.poll.poll(max(0.0, left)):
                if number == sys.stdin.fileno():
                    if not os.read(number, 4096):
                        return
                elif number == self.listener.fileno():
                    self.accept()
                else:
                    self.take(number)
            left = due - time.monotonic()
            if left > 0:
                time.sleep(left)

    def accept(self) -> None:
        while True:
            try:
                to, _ = self.listener.accept()
            except BlockingIOError:
                return
            to.setblocking(False)
            to.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections[to.fileno()] = to
            self.unread[to.fileno()] = b""
            self.poll.register(to.fileno(), select.EPOLLIN)

    def take(self, number: int) -> None:
        to = self.connections[number]
        try:
            piece = to.recv(65_536)
        except BlockingIOError:
            return
        except ConnectionError:
            piece = b""
        if not piece:
            self.drop(number)
            return
        raw = self.unread[number] + piece
        head, mark, body = raw.partition(b"\r\n\r\n")
        size = content_length(head) if mark else None
        if size is None or len(body) < size:
            self.unread[number] = raw
            return
        self.unread[number] = body[size:]
        if not head.startswith(b"POST "):
            answer = b'{"object":"list","data":[]}'
            to.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                    % (len(answer), answer))
            return
        to.send(HEAD + FIRST)
        self.slots[self.accepted % self.every_ms][number] = [to.send, 0]
        self.accepted += 1

    def feed(self, streams: dict[int, list]) -> None:
        ended: list[int] = []
        clock = time.monotonic_ns
        since = self.since
        for number, stream in streams.items():
            send, sent = stream
            sent += 1
            stream[1] = sent
            tick = clock() // TICK_NANOSECONDS - since
            data = b"%s%x:%x %s" % (TOKEN_HEAD, sent, tick, TOKEN_TAIL)
            try:
                piece = b"%x\r\n%s\r\n" % (len(data), data)
                if send(piece) != len(piece):
                    raise BlockingIOError  # its reader is far behind: a broken run, and seen as one
                if sent == self.tokens:
                    send(self.last)
                    ended.append(number)
            except OSError:
                ended.append(number)
                self.connections[number].close()
                self.connections.pop(number)
        for number in ended:
            del streams[number]

    def drop(self, number: int) -> None:
        for streams in self.slots:
            streams.pop(number, None)
        self.connections.pop(number).close()


def content_length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokens", type=int, required=True)
    parser.add_argument("--every-ms", type=int, required=True)
    asked = parser.parse_args()
    feeder = Feeder(asked.tokens, asked.every_ms)
    port = feeder.listener.getsockname()[1]
    print(f"token feeder on http://127.0.0.1:{port} since {feeder.since}", flush=True)
    feeder.run()


if __name__ == "__main__":
    main()
