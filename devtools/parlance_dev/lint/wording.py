"""Words and lines that are refused, each with what to do instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from parlance_dev.lint.tree import CPP, SCRIPTS, Finding, Tree


@dataclass(frozen=True)
class Rule:
    pattern: re.Pattern[str]
    applies: Callable[[str], bool]
    message: str


def _cpp(path: str) -> bool:
    return path.endswith(CPP)


def _cpp_test(path: str) -> bool:
    return _cpp(path) and path.startswith("tests/")


def _server(path: str) -> bool:
    return _cpp(path) and path.startswith("src/") and not path.startswith("src/workers/")


def _text(path: str) -> bool:
    return path.endswith((*CPP, *SCRIPTS, ".cmake", ".txt", ".md", ".json", ".yaml", ".sh", ".css"))


# What is written there is harmless already, or constant.
WRITES_TO_TERMINALS = (
    "src/app/terminal_output.cpp",
    "src/runtime/log_file.cpp",
    "src/foundation/error.cpp",
)

RULES = (
    Rule(
        re.compile(r"\b(?:sleep_for|sleep_until|usleep|nanosleep|sleep)\s*\("),
        _cpp_test,
        "tests never sleep: wait for a condition",
    ),
    Rule(
        re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))"),
        lambda path: path.endswith((*CPP, *SCRIPTS, ".cmake")) and not path.startswith("devtools/"),
        "write TODO(#123) with the issue's number",
    ),
    Rule(
        re.compile(r"^\s*using\s+namespace\b(?!\s+std::(?:\w+::)?(?:\w+_)?literals;)"),
        _cpp,
        "no using namespace, but for the standard literals in a .cpp",
    ),
    Rule(
        re.compile(r"^\s*#\s*define\s+BOOST_"),
        _cpp,
        "BOOST_* is defined once, in cmake/ParlanceOptions.cmake: units that differ crash",
    ),
    Rule(
        re.compile(r"\bauto\s*(?:const\s*)?&{0,2}\s*\[[^\]]*\]\s*=\s*co_await\b"),
        _cpp,
        "bind a named value: a binding of an awaited temporary leaks when the frame is destroyed",
    ),
    Rule(re.compile(r"\bstd::source_location\b"), _cpp, "use boost::source_location"),
    Rule(
        re.compile(r"\bco_spawn\s*\("),
        lambda path: _server(path) and not path.startswith("src/runtime/"),
        "only src/runtime spawns: give the task to the background port",
    ),
    Rule(
        re.compile(r"\bstd::j?thread\b(?!::id)"),
        lambda path: _server(path) and not path.startswith("src/runtime/"),
        "only src/runtime creates threads",
    ),
    Rule(
        re.compile(r"\b(?:std::)?(?:secure_)?getenv\s*\("),
        lambda path: _server(path) and not path.startswith("src/app/"),
        "only src/app reads the environment",
    ),
    Rule(
        re.compile(r"\b(?:f?printf|puts|fputs|fputc|putchar|fwrite)\s*\(|\bstd::(?:cout|cerr|clog)\b"),
        lambda path: _server(path) and path not in WRITES_TO_TERMINALS,
        "print through src/app/terminal_output.hpp: text of others could move the terminal",
    ),
    Rule(
        # somebody's home is what tests and guides may speak of
        re.compile(r"(?<![\w.])/(?:home(?!/somebody\b)|root|Users|work|workspace|srv)/[\w.-]+"),
        _text,
        "a path of one machine",
    ),
    Rule(
        re.compile(r"https?://(?:registry|deb|security|ftp|mirrors?|proxy|packages|archive)\."),
        lambda path: _text(path) or "npmrc" in path,
        "the project names no package host",
    ),
)


def findings_in(path: str, lines: list[str]) -> list[Finding]:
    rules = [rule for rule in RULES if rule.applies(path)]
    return [
        Finding(path, number, rule.message)
        for number, line in enumerate(lines, start=1)
        for rule in rules
        if rule.pattern.search(line)
    ]


def check(tree: Tree) -> list[Finding]:
    return [one for path in tree.paths for one in findings_in(path, _lines(tree, path))]


def _lines(tree: Tree, path: str) -> list[str]:
    return tree.lines(path) if _text(path) or "npmrc" in path else []
