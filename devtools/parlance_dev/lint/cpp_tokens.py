"""C++ as tokens with line numbers: enough to see statements, without comments and literals."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<raw>(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
  | (?P<text>(?:u8|[uUL])?"(?:[^"\\\n]|\\.)*"|(?:u8|[uUL])?'(?:[^'\\\n]|\\.)+')
  | (?P<directive>^[ \t]*\#(?:[^\n\\]|\\.|\\\n)*)
  | (?P<number>\d(?:[\w.']|(?<=[eEpP])[+-])*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<sign>\[\[|\]\]|->|::|&&|\|\||<<|[-+*/%=!<>&|^]=|.)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Token:
    kind: str  # word, number, text, sign
    text: str
    line: int


def tokens(source: str) -> list[Token]:
    found: list[Token] = []
    line = 1
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        assert match is not None  # the last alternative takes any character
        kind = str(match.lastgroup)
        text = match.group()
        if kind in ("raw", "mark"):
            kind = "text"
        if kind in ("word", "number", "text", "sign"):
            found.append(Token(kind, text, line))
        line += text.count("\n")
        at = match.end()
    return found
