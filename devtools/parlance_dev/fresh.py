"""./dev test fresh: both commands in a new Debian 12, so that no missing install step can hide.

The root has what a person's new machine has: git, certificates and a shell. How this machine reaches
its package archives is copied into it at run time. Its mounts live in a mount namespace of each
command, so they are gone when the command ends, however it ends.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from parlance_dev import packages, server
from parlance_dev.commands import Failed, announce, bold, read, run, say
from parlance_dev.packages import RELEASE
from parlance_dev.project import BUILD, ROOT

FOLDER = BUILD / "fresh"
NEW_ROOT = FOLDER / "root"
CLONE = "/parlance"
NPM_SETTINGS = "/etc/npm-machine-settings"
RUN_SECONDS_MAX = 3600
QUESTION = "What do the sample documents say about expenses?"

_ENTER = (
    'mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && '
    'mount --rbind /sys "$1/sys" && root=$1 && shift && exec chroot "$root" "$@"'
)


def main() -> int:
    if os.geteuid() != 0:
        raise Failed("./dev test fresh makes a root of its own: run it as root")
    packages.require("fresh")
    make_root()
    started = time.monotonic()
    first_answer = check_run()
    run_took = time.monotonic() - started
    again = time.monotonic()
    check_run()
    again_took = time.monotonic() - again
    say(bold("\n== ./dev test"))
    started = time.monotonic()
    code = check_test()
    test_took = time.monotonic() - started
    say(f"\n  ./dev run   {run_took:.0f} s, the first answer after {first_answer:.0f} s")
    say(f"  ./dev run   {again_took:.1f} s the second time, question included")
    say(f"  ./dev test  {test_took:.0f} s")
    say(f"\n{'2 passed, 0 failed' if code == 0 else '1 passed, 1 failed'}, 0 skipped")
    return code


def make_root() -> None:
    say(bold(f"== a new Debian {RELEASE}"))
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    FOLDER.mkdir(parents=True)
    options = ["--variant=minbase", "--include=git,ca-certificates"]
    run(["debootstrap", *options, RELEASE, str(NEW_ROOT), mirror()], quiet=True)
    copy_machine_settings()
    if read(["git", "status", "--porcelain"])[1]:
        say("  only what is committed is tried: the working tree has more")
    run(["git", "clone", "-q", "--no-hardlinks", str(ROOT), f"{NEW_ROOT}{CLONE}"])


def mirror() -> str:
    """Where this machine gets Debian from."""
    _, text = read(
        ["apt-get", "indextargets", "--format", "$(CODENAME) $(REPO_URI)", "Created-By: Packages"]
    )
    for line in text.splitlines():
        codename, _, address = line.partition(" ")
        if codename == RELEASE:
            return address
    raise Failed(f"apt on this machine knows no archive of {RELEASE}")


def copy_machine_settings() -> None:
    """How packages are reached from here: archives, certificates, name service, npm's settings."""
    into(Path("/etc/apt/sources.list")).unlink(missing_ok=True)
    for name in ("sources.list", "sources.list.d", "auth.conf.d", "trusted.gpg.d", "keyrings"):
        copy(Path("/etc/apt") / name)
    for file in Path("/etc/apt/apt.conf.d").iterdir():
        if "Acquire::" in file.read_text(encoding="utf-8", errors="replace"):
            copy(file)
    for name in ("/etc/ssl/certs", "/usr/local/share/ca-certificates", "/etc/resolv.conf"):
        copy(Path(name))
    copy(Path("/etc/hosts"))
    settings = [Path(name) for name in ("/etc/npmrc", "/usr/local/etc/npmrc")]
    settings.append(Path.home() / ".npmrc")
    lines = [one.read_text(encoding="utf-8") for one in settings if one.is_file()]
    into(Path(NPM_SETTINGS)).write_text("\n".join(lines), encoding="utf-8")


def into(path: Path) -> Path:
    return NEW_ROOT / path.relative_to("/")


def copy(path: Path) -> None:
    if not path.exists():
        return
    target = into(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(path, target, symlinks=True)
    else:
        target.unlink(missing_ok=True)
        shutil.copyfile(path, target)


def inside(command: str) -> list[str]:
    """The command in the new root, in the clone, with mounts that end with it."""
    enter = ["unshare", "--mount", "--propagation", "private", "sh", "-c", _ENTER, "sh"]
    return [*enter, str(NEW_ROOT), "/bin/sh", "-c", f"cd {CLONE} && exec {command}"]


def environment() -> dict[str, str]:
    """An empty home, and nothing of this machine but how to reach the network."""
    values = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        "LANG": "C.UTF-8",
        "NPM_CONFIG_USERCONFIG": NPM_SETTINGS,
        "PARLANCE_HTTP_PORT": "0",
    }
    for name, value in os.environ.items():
        is_way_out = name.lower().endswith("_proxy")
        is_certificates = "CERT" in name and value.startswith("/etc/ssl/certs")
        if is_way_out or is_certificates:
            values[name] = value
    return values


def check_run() -> float:
    """./dev run answers a question and ends cleanly. @return seconds until the answer was there."""
    say(bold("\n== ./dev run"))
    command = inside("./dev run")
    announce(command)
    with server.Program(command, env=environment(), echo=True) as started:
        address = started.wait_until_ready(RUN_SECONDS_MAX)
        server.wait_for_documents(address)
        to = server.connection(address)
        all_events = list(server.ask(to, QUESTION))
        took = time.monotonic() - started.began
        last = all_events[-1]
        if last.name != "end" or last.data.get("state") != "completed":
            raise Failed(f"the answer did not complete: {last}")
        code = started.stop()
        if code != 0:
            raise Failed(f"./dev run ended with {code} after SIGINT, not 0")
    return took


def check_test() -> int:
    command = inside("./dev test")
    announce(command)
    env = {name: value for name, value in environment().items() if name != "PARLANCE_HTTP_PORT"}
    return in_group(command, env)


def in_group(command: Sequence[str], env: dict[str, str]) -> int:
    """Exit code; whatever the command left running is ended with it."""
    running = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        return running.wait(RUN_SECONDS_MAX)
    except subprocess.TimeoutExpired as late:
        raise Failed(f"./dev test was still running after {RUN_SECONDS_MAX} s") from late
    finally:
        try:
            os.killpg(running.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
