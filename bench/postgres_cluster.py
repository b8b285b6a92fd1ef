"""A PostgreSQL of a benchmark's own: as in production (fsync on), in a folder that goes with it."""

from __future__ import annotations

import os
import pwd
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from parlance_dev.commands import Failed

VERSIONS = Path("/usr/lib/postgresql")
PASSWORD = "bench"
START_SECONDS_MAX = 60


@dataclass(frozen=True)
class Cluster:
    folder: Path
    port: int
    process: int  # of the postmaster

    @property
    def url(self) -> str:
        return f"postgresql://parlance:{PASSWORD}@127.0.0.1:{self.port}/parlance"

    def sql(self, text: str, database: str = "parlance") -> str:
        """Rows as text, columns parted by `|`. @errors Failed."""
        return psql(self.folder, self.port, database, text)

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.folder)

    def command(self, text: str, database: str = "parlance") -> list[str]:
        """What asks the database something."""
        return as_its_user([binary("psql"), *arguments(self.port, database, text)])

    def processes(self) -> list[int]:
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text()
        return [self.process, *map(int, children.split())]


def binary(name: str) -> str:
    found = sorted(VERSIONS.glob("*/bin"), key=lambda one: int(one.parent.name))
    if not found:
        raise Failed("PostgreSQL is not installed: run ./dev setup")
    return str(found[-1] / name)


def as_its_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user its package made."""
    if os.geteuid() != 0:
        return command
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]


def environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PGPASSWORD": PASSWORD,
    }


def tool(folder: Path, command: list[str]) -> str:
    done = subprocess.run(
        as_its_user([binary(command[0]), *command[1:]]),
        capture_output=True,
        cwd=folder,
        env=environment(folder),
        check=False,
    )
    if done.returncode != 0:
        raise Failed(f"{command[0]}: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout.decode()


def arguments(port: int, database: str, text: str) -> list[str]:
    where = ["-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "-d", database]
    each = [part for one in text.split("; ") for part in ("-c", one)]  # VACUUM must stand alone
    return ["-XAtq", "-v", "ON_ERROR_STOP=1", *where, *each]


def psql(folder: Path, port: int, database: str, text: str) -> str:
    return tool(folder, ["psql", *arguments(port, database, text)]).strip()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def make(folder: Path, port: int) -> None:
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    access = ["-A", "scram-sha-256", f"--pwfile={secret}", "-U", "postgres"]
    tool(folder, ["initdb", "-D", str(folder / "data"), *access, "-E", "UTF8", "--locale=C.UTF-8"])
    with (folder / "data" / "postgresql.conf").open("a") as settings:
        settings.write(
            f"listen_addresses = '127.0.0.1'\nport = {port}\n"
            f"unix_socket_directories = '{folder}'\nmax_wal_size = '4GB'\n"
        )


@contextmanager
def running() -> Iterator[Cluster]:
    """A new cluster with the role and the database `parlance`."""
    with tempfile.TemporaryDirectory(prefix="parlance-bench-postgres-") as name:
        folder, port = Path(name), free_port()
        make(folder, port)
        with (folder / "log").open("wb") as log:
            command = as_its_user([binary("postgres"), "-D", str(folder / "data")])
            started = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=folder, env=environment(folder)
            )
        try:
            wait_until_ready(folder / "log", started)
            psql(folder, port, "postgres", f"CREATE ROLE parlance LOGIN PASSWORD '{PASSWORD}'")
            psql(folder, port, "postgres", "CREATE DATABASE parlance OWNER parlance")
            yield Cluster(folder, port, started.pid)
        finally:
            started.send_signal(signal.SIGINT)
            started.wait(START_SECONDS_MAX)


def wait_until_ready(log: Path, started: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < until and started.poll() is None:
        if "is ready to accept" in log.read_text(errors="replace"):
            return
        time.sleep(0.02)
    raise Failed(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-1000:]}")
