"""Debian packages: reads the list, installs what is missing, and only then talks to apt."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from parlance_dev.commands import Failed, read, run, say, shown
from parlance_dev.project import DEBIAN_PACKAGES

RELEASE = "bookworm"


@dataclass(frozen=True)
class Package:
    name: str
    version_min: str = ""


def parse(text: str) -> dict[str, list[Package]]:
    """Sections of the list. @errors Failed on a line that is neither section nor package."""
    sections: dict[str, list[Package]] = {}
    current: list[Package] | None = None
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.split("#", 1)[0].strip()
        if not line:
            continue
        if line.startswith("[") and line.endswith("]"):
            current = sections.setdefault(line[1:-1], [])
            continue
        words = line.split()
        is_pinned = len(words) == 3 and words[1] == ">="
        if current is None or not (len(words) == 1 or is_pinned):
            raise Failed(f"debian-packages.txt:{number}: not understood: {raw}")
        current.append(Package(words[0], words[2] if is_pinned else ""))
    return sections


def installed_versions(names: Iterable[str]) -> dict[str, str]:
    """Version of each named package that is fully installed: one question for all."""
    wanted = list(names)
    _, text = read(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev} ${Version}\\n", *wanted]
    )
    found: dict[str, str] = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) == 3 and words[1].startswith("ii"):
            found[words[0]] = words[2]
    return found


def is_at_least(version: str, lowest: str) -> bool:
    return read(["dpkg", "--compare-versions", version, "ge", lowest])[0] == 0


def missing(wanted: Iterable[Package], found: dict[str, str]) -> list[str]:
    """Names to install, in the list's order, each once."""
    names: dict[str, None] = {}
    for package in wanted:
        version = found.get(package.name)
        if version is None or (
            package.version_min and not is_at_least(version, package.version_min)
        ):
            names[package.name] = None
    return list(names)


def release_of(text: str) -> str:
    """VERSION_CODENAME of an os-release file, or an empty string."""
    for line in text.splitlines():
        key, _, value = line.partition("=")
        if key == "VERSION_CODENAME":
            return value.strip().strip('"')
    return ""


def as_root(command: list[str]) -> list[str]:
    """The command for a user who may install. @errors Failed naming what to have run."""
    if os.geteuid() == 0:
        return command
    if shutil.which("sudo"):
        return ["sudo", *command]
    raise Failed(
        "Debian packages are missing, and you are neither root nor have sudo. Have this run:\n"
        f"    apt-get update && {shown(command)}"
    )


def require(*sections: str) -> None:
    """Installs what the sections name and is not there. Silent and offline when nothing is."""
    listed = parse(DEBIAN_PACKAGES.read_text(encoding="utf-8"))
    wanted = [package for section in sections for package in listed[section]]
    if shutil.which("dpkg-query") is None:
        raise Failed(_wrong_system("this system has no Debian packages"))
    names = missing(wanted, installed_versions({package.name for package in wanted}))
    if not names:
        return
    release = release_of(Path("/etc/os-release").read_text(encoding="utf-8"))
    if release != RELEASE:
        raise Failed(_wrong_system(f"this is '{release}', and these are missing: {' '.join(names)}"))
    install(names)


def install(names: list[str]) -> None:
    say(f"Installing {len(names)} Debian package{'s' if len(names) > 1 else ''}")
    options = ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *options, *names]
    command = as_root(command)
    run(as_root(["apt-get", "update", "-q"]))
    if command[0] == "sudo":
        command[1:1] = ["env", "DEBIAN_FRONTEND=noninteractive"]
    run(command, env={"DEBIAN_FRONTEND": "noninteractive"})


def _wrong_system(what: str) -> str:
    return (
        f"parlance is built on Debian 12 ({RELEASE}); {what}. Use a machine or a container with "
        "Debian 12, or install the counterparts of devtools/debian-packages.txt yourself."
    )
