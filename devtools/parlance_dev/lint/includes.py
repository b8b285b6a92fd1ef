"""Who may include which third-party header. CMake refuses forbidden arrows between our folders; this
adds what a compiler cannot see."""

from __future__ import annotations

import re

from parlance_dev.lint.tree import CPP, Finding, Tree

_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
_STANDARD = re.compile(r"[a-z_0-9]+")  # <vector>, <cstdint>: no slash, no .h

_THIRD_PARTY = (
    "boost/", "CLI/", "curl/", "gtest/", "gmock/", "libxml/", "openssl/", "uchardet/", "sqlite3.h",
    "libpq-fe.h", "seccomp.h",
)  # fmt: skip
_BASICS = ("boost/system/", "boost/assert/source_location.hpp", "boost/asio/awaitable.hpp")

# Longest folder first; what a folder may include beside the standard library and its own project.
_MAY_INCLUDE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("src/adapters/openai_compatible/", (*_BASICS, "boost/json", "boost/asio/", "boost/url")),
    ("src/adapters/stored_form/", (*_BASICS, "boost/json")),
    ("src/adapters/sqlite/", (*_BASICS, "sqlite3.h", "boost/asio/")),
    ("src/adapters/postgresql/", (*_BASICS, "libpq-fe.h", "boost/asio/")),
    ("src/adapters/local_folder/", (*_BASICS, "openssl/", "boost/asio/")),
    ("src/adapters/child_process/", (*_BASICS, "boost/asio/", "boost/json")),
    ("src/adapters/", _BASICS),
    ("src/workers/", ("libxml/", "uchardet/", "seccomp.h", "boost/json", "CLI/")),
    ("src/foundation/", _BASICS),
    ("src/access/", ()),
    ("src/language/", ()),
    ("src/knowledge/", ()),
    ("src/data_questions/", ()),
    ("src/chat/", ()),
    ("src/runtime/", (*_BASICS, "boost/asio/")),
    ("src/egress/", (*_BASICS, "boost/asio/", "boost/url", "curl/", "openssl/")),
    ("src/edge/", (*_BASICS, "boost/asio/", "boost/beast/", "boost/json", "boost/url")),
    ("src/app/", (*_BASICS, "boost/asio/", "boost/json", "boost/url", "CLI/", "sqlite3.h")),
)
_TOO_MUCH = ("boost/asio.hpp", "boost/beast.hpp", "boost/beast/http.hpp", "boost/beast/core.hpp")
_HEAVY_IN_HEADERS = ("boost/beast/", "curl/", "sqlite3.h", "libpq-fe.h", "libxml/", "openssl/")


def findings_in(path: str, lines: list[str]) -> list[Finding]:
    found: list[Finding] = []
    for number, line in enumerate(lines, start=1):
        match = _INCLUDE.match(line)
        if match:
            message = _objection(path, match[1], match[2])
            if message:
                found.append(Finding(path, number, message))
    return found


def _objection(path: str, quote: str, name: str) -> str:
    if quote == '"':
        is_own = path.startswith("src/workers/") and not name.startswith("..")
        is_test_support = path.startswith("tests/") and not name.startswith(".")
        return "" if is_own or is_test_support else f'include <parlance/…>, never "{name}"'
    if name in _TOO_MUCH and not path.endswith(".cpp"):
        return f"<{name}> brings everything: include the specific header"
    if name == "boost/asio.hpp":
        return "<boost/asio.hpp> brings everything: include the specific header"
    allowed = allowed_for(path)
    if allowed is None or name.startswith("parlance/") or _STANDARD.fullmatch(name):
        return ""
    if path.endswith(".hpp") and name.startswith(_HEAVY_IN_HEADERS):
        return f"<{name}> stays in .cpp files: declare a plain type here"
    if name.startswith(_THIRD_PARTY):
        return "" if name.startswith(allowed) else f"this folder may not include <{name}>"
    is_domain = not allowed
    return f"the domain includes no system header: <{name}>" if is_domain else ""


def allowed_for(path: str) -> tuple[str, ...] | None:
    """Prefixes of the folder; None where everything is allowed (tests)."""
    for folder, allowed in _MAY_INCLUDE:
        if path.startswith(folder):
            return allowed
    return () if path.startswith("src/") else None


def check(tree: Tree) -> list[Finding]:
    return [one for path in tree.matching(*CPP) for one in findings_in(path, tree.lines(path))]
