"""clang-tidy 14 over code that g++ 12 compiles: two at a time, clean results remembered."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from parlance_dev import build
from parlance_dev.commands import Failed, dim, environment, read, say
from parlance_dev.lint.include_graph import IncludeGraph
from parlance_dev.lint.tree import Finding, Tree
from parlance_dev.project import BUILD, ROOT

PROGRAM = "clang-tidy-14"
DATABASE = BUILD / "lint"
NOT_COMPILED = "is compiled by no preset, so that nothing checks it"
_FINDING = re.compile(r"^(/[^:\n]+):(\d+):\d+: (?:error|warning): (.*)$", re.MULTILINE)

# C++20 that g++ 12 has and clang 14 lacks; the compiler is the judge of these, not the linter.
_CLANG_LACKS = (
    "no matching function for call to 'construct_at'",
    "no matching constructor for initialization of",
    "reference to local binding",
    "no matching literal operator",
    "no viable constructor or deduction guide",
)
_ONLY_GCC = re.compile(r"^-(?:Wno-tsan|Wno-dangling-pointer|Wno-(?:maybe|stringop|restrict)\S*|fsanitize=\S+|fpch-preprocess|Winvalid-pch)$")
_PRECOMPILED = "cmake_pch.hxx"


def check(tree: Tree, wanted: Iterable[str], fix: bool) -> list[Finding]:
    """Findings in the wanted .cpp files, and through them in the headers they include."""
    paths = sorted(wanted)
    if not paths:
        return []
    commands = commands_for(paths)
    files = [path for path in paths if path in commands]
    found = {Finding(path, 0, NOT_COMPILED) for path in paths if path not in commands}
    write_database(commands)
    graph = IncludeGraph(tree)
    settings = (ROOT / ".clang-tidy").read_text(encoding="utf-8") + read([PROGRAM, "--version"])[1]
    digests = {path: graph.digest(path, settings + commands[path]) for path in files}
    stale = [path for path in files if not _clean(digests[path]).is_file()]
    say(f"  {len(files)} files, {len(files) - len(stale)} of them known to be clean")
    with ThreadPoolExecutor(max_workers=1 if fix else build.jobs()) as pool:
        for path, findings in zip(stale, pool.map(lambda one: _one(one, fix), stale)):
            found |= set(findings)
            if not findings:
                _clean(digests[path]).parent.mkdir(parents=True, exist_ok=True)
                _clean(digests[path]).touch()
    return sorted(found)


def sources_for(tree: Tree, changed: Iterable[str]) -> set[str]:
    """The changed .cpp files; for a changed header one file that includes it, its own if any."""
    sources = tree.matching(".cpp")
    graph = IncludeGraph(tree)
    found: set[str] = set()
    for path in changed:
        if path.endswith(".cpp"):
            found.add(path)
        elif path.endswith(".hpp"):
            own = path.removesuffix(".hpp") + ".cpp"
            users = [one for one in sources if path in graph.direct(one)]
            found |= {own} if own in sources else set(users[:1])
    return found


def commands_for(paths: Sequence[str]) -> dict[str, str]:
    """How files are compiled: with the tests, or those that are not as fuzz targets."""
    commands: dict[str, str] = {}
    for preset in ("debug", "fuzz"):
        if not all(path in commands for path in paths):
            build.configure_again(preset)
            commands = compile_commands(preset) | commands
    return commands


def compile_commands(preset: str) -> dict[str, str]:
    """Arguments after the compiler, by file, without what only g++ understands."""
    text = (BUILD / preset / "compile_commands.json").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for entry in json.loads(text):
        path = Path(entry["file"])
        if path.is_relative_to(ROOT) and path.suffix == ".cpp":
            words = shlex.split(entry["command"])
            found[str(path.relative_to(ROOT))] = shlex.join(understood(words))
    return found


def understood(words: Sequence[str]) -> list[str]:
    start = 1 if "ccache" in words[0] else 0
    kept = _without_precompiled([word for word in words[start:] if not _ONLY_GCC.match(word)])
    return [*kept, "-Wno-unknown-warning-option"]


def _without_precompiled(words: Sequence[str]) -> list[str]:
    """A file must include what it uses, whatever the compiled headers have brought along."""
    included = {at for at, word in enumerate(words) if word.endswith(_PRECOMPILED)}
    dropped = included | {at - 1 for at in included}
    return [word for at, word in enumerate(words) if at not in dropped]


def write_database(commands: dict[str, str]) -> None:
    DATABASE.mkdir(parents=True, exist_ok=True)
    entries = [
        {"directory": str(BUILD / "debug"), "file": str(ROOT / path), "command": command}
        for path, command in commands.items()
    ]
    (DATABASE / "compile_commands.json").write_text(json.dumps(entries), encoding="utf-8")


def _one(path: str, fix: bool) -> list[Finding]:
    started = time.monotonic()
    command = [PROGRAM, "--quiet", "-p", str(DATABASE), *(["--fix"] if fix else []), path]
    say(dim(f"$ {PROGRAM} --quiet -p build/lint {path}"))
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment(), check=False, capture_output=True, text=True
        )
    except FileNotFoundError as missing:
        raise Failed(f"{PROGRAM} is not installed: run ./dev setup") from missing
    if done.returncode != 0 and "error:" not in done.stdout:
        raise Failed(f"{PROGRAM} {path} ended with {done.returncode}\n{done.stderr}")
    found = parse(done.stdout)
    say(f"  {path}: {len(found)} findings {dim(f'{time.monotonic() - started:.1f} s')}")
    return found


def parse(output: str) -> list[Finding]:
    """Findings in our own files that this clang is able to judge."""
    found: set[Finding] = set()
    for path, line, message in _FINDING.findall(output):
        real = Path(path).resolve()  # headers are seen through the staged include roots
        is_ours = real.is_relative_to(ROOT) and not real.is_relative_to(BUILD)
        if is_ours and not message.startswith(_CLANG_LACKS):
            found.add(Finding(str(real.relative_to(ROOT)), int(line), message))
    return sorted(found)


def _clean(digest: str) -> Path:
    return BUILD / "lint" / "clean" / digest
