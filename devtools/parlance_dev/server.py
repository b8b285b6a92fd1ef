"""Starts a server as a person would, waits until it is ready, and asks it something over HTTP."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from parlance_dev.commands import Failed
from parlance_dev.project import RELEASE_SERVER

READY = re.compile(r"parlance is ready on (http://127\.0\.0\.1:\d+)")
STOP_SECONDS_MAX = 30


@dataclass(frozen=True)
class Event:
    name: str
    data: dict[str, object]
    at: float  # time.monotonic() when its last line had arrived


class Program:
    """A started program whose output says where it is to be found."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        ready: re.Pattern[str] = READY,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        echo: bool = False,
    ) -> None:
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            list(command),
            env=None if env is None else dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.address = ""
        self.ready_seconds = 0.0
        self._echo = echo
        self._pattern = ready
        self._last: deque[str] = deque(maxlen=40)
        self._settled = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_until_ready(self, seconds_max: float) -> str:
        """The address it printed. @errors Failed with its last lines."""
        self._settled.wait(seconds_max)
        if not self.address:
            self.kill()
            raise Failed("not ready:\n" + "".join(self._last))
        return self.address

    def stop(self) -> int:
        """Ctrl-C, then its exit code. @errors Failed when it does not end."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired as late:
            self.kill()
            raise Failed(f"still running {STOP_SECONDS_MAX} s after SIGINT") from late
        finally:
            self._reader.join(5)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join(5)

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.kill()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._last.append(line)
            found = self._pattern.search(line)
            if found and not self.address:
                self.ready_seconds = time.monotonic() - self.began
                self.address = found[1]
                self._settled.set()
            if self._echo:
                print(f"  {line}", end="", flush=True)
        self.process.stdout.close()
        self._settled.set()


def connection(address: str, seconds_max: float = 60) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    assert parts.hostname is not None
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=seconds_max)


def ask(to: http.client.HTTPConnection, question: str) -> Iterator[Event]:
    """Events of a new turn as they arrive. @errors Failed on a refusal."""
    body = json.dumps({"message_text": question})
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
    to.request("POST", "/api/turns", body, headers)
    response = to.getresponse()
    if response.status != 200:
        raise Failed(f"POST /api/turns: {response.status} {response.read()[:300]!r}")
    yield from events(response)


def events(response: http.client.HTTPResponse) -> Iterator[Event]:
    """The response's server-sent events, up to its end."""
    name = ""
    data: list[str] = []
    while raw := response.readline():
        line = raw.decode().rstrip("\r\n")
        if line.startswith("event:"):
            name = line[6:].strip()
        elif line.startswith("data:"):
            data.append(line[5:].lstrip())
        elif not line and data:
            yield Event(name, json.loads("\n".join(data)), time.monotonic())
            name, data = "", []


def wait_for_documents(address: str, seconds_max: float = 60) -> None:
    """Until every sample is there and has been read: they are added after the server is ready."""
    samples = len(list((RELEASE_SERVER.parents[1] / "share" / "parlance" / "samples").iterdir()))
    until = time.monotonic() + seconds_max
    pause = threading.Event()
    while time.monotonic() < until:
        to = connection(address)
        to.request("GET", "/api/documents")
        items = json.loads(to.getresponse().read())["items"]
        to.close()
        is_read = all(one["state"] in ("ready", "failed") for one in items)
        if is_read and len(items) >= samples:
            return
        pause.wait(0.1)
    raise Failed(f"documents are still being read after {seconds_max:.0f} s")
