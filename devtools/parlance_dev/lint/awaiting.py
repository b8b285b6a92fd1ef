"""What g++ 12 compiles wrongly in coroutines: it may destroy a temporary twice.

Refused in a statement that contains co_await: a braced initialiser and a lambda. Refused anywhere: a
capturing lambda that is itself a coroutine, since its captures die with the lambda object.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from parlance_dev.lint.cpp_tokens import Token, tokens
from parlance_dev.lint.tree import CPP, Finding, Tree

_CONTROL = {"if", "while", "switch", "for"}
_BEFORE_BLOCK = {"else", "do", "try", "const", "noexcept", "override", "final", "mutable"}
_BEFORE_BLOCK_SIGNS = {")", "{", "}", ";", ":", ""}
_DECLARES_SCOPE = {"struct", "class", "union", "enum", "namespace", "extern"}
_BEFORE_LAMBDA = {"(", ",", "=", "{", ";", "}", "return", "co_return", "&&", "||", "!", "?", ":"}
_BEFORE_LAMBDA |= {"<<", "co_await", ""}
_AWAITS = {"co_await", "co_return", "co_yield"}


@dataclass
class _Statement:
    words: list[Token] = field(default_factory=list)
    awaits: bool = False
    temporaries: list[tuple[int, str]] = field(default_factory=list)  # line, what it is


@dataclass
class _Scope:
    """A block or a lambda's body: a run of statements."""

    closes: str = "block"  # what its opening brace was
    captures_at: int = 0  # line of a capturing lambda, else 0
    is_coroutine: bool = False
    statement: _Statement = field(default_factory=_Statement)
    opened: list[str] = field(default_factory=list)  # open "(", "[", "init" of the statement


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self.scopes = [_Scope()]
        self.before = Token("sign", "", 0)
        self.lambda_at = 0  # line of an introducer whose body has not opened yet
        self.lambda_captures = False

    def read(self, source: str) -> list[Finding]:
        for token in tokens(source):
            self.take(token)
            self.before = token
        return self.findings

    def take(self, token: Token) -> None:
        scope = self.scopes[-1]
        if token.text in _AWAITS:
            scope.is_coroutine = True
            scope.statement.awaits |= token.text == "co_await"
        if token.text == "{":
            self.open_brace(scope, token)
        elif token.text == "}":
            self.close_brace(scope)
        elif token.text in ("(", "["):
            self.open_bracket(scope, token)
        elif token.text in (")", "]"):
            self.close_bracket(scope, token)
        elif token.text == ";" and not scope.opened:
            self.end_statement(scope)
        else:
            scope.statement.words.append(token)

    def open_bracket(self, scope: _Scope, token: Token) -> None:
        if token.text == "[" and self.before.text in _BEFORE_LAMBDA:
            scope.opened.append("lambda")
            self.lambda_at = token.line
            self.lambda_captures = False
        elif token.text == "(" and self.before.text in _CONTROL | {"constexpr"}:
            scope.opened.append("control")
        else:
            scope.opened.append(token.text)
        scope.statement.words.append(token)

    def close_bracket(self, scope: _Scope, token: Token) -> None:
        scope.statement.words.append(token)
        if not scope.opened:
            return
        opened = scope.opened.pop()
        if opened == "lambda":
            self.lambda_captures = self.before.text != "["
            scope.statement.temporaries.append((self.lambda_at, "a lambda"))
        elif opened == "control" and not scope.opened:
            self.end_statement(scope)

    def open_brace(self, scope: _Scope, token: Token) -> None:
        if self.lambda_at and not (scope.opened and scope.opened[-1] == "lambda"):
            captured_at = self.lambda_at if self.lambda_captures else 0
            self.scopes.append(_Scope("lambda", captures_at=captured_at))
            self.lambda_at = 0
        elif self.is_block(scope):
            self.end_statement(scope)
            self.scopes.append(_Scope("block"))
        else:
            scope.opened.append("init")
            scope.statement.temporaries.append((token.line, "a braced initialiser"))

    def is_block(self, scope: _Scope) -> bool:
        if scope.opened:
            return False
        before = self.before
        if before.text in _BEFORE_BLOCK or before.kind == "text":
            return True
        if before.kind == "sign" and before.text in _BEFORE_BLOCK_SIGNS:
            return True
        words = [one.text for one in scope.statement.words]
        if _DECLARES_SCOPE & set(words) and not {"=", "("} & set(words):
            return True
        return ")" in words and "->" in words[words.index(")") :] and "=" not in words

    def close_brace(self, scope: _Scope) -> None:
        if scope.opened:
            scope.opened.pop()
            scope.statement.words.append(Token("sign", "}", 0))
            return
        self.end_statement(scope)
        if len(self.scopes) == 1:
            return
        self.scopes.pop()
        if scope.closes == "lambda":
            if scope.captures_at and scope.is_coroutine:
                self.add(scope.captures_at, "a capturing lambda is a coroutine: write a function")
        else:
            self.end_statement(self.scopes[-1])

    def end_statement(self, scope: _Scope) -> None:
        if scope.statement.awaits:
            for line, what in scope.statement.temporaries:
                self.add(line, f"{what} in a statement with co_await: name it on the line above")
        scope.statement = _Statement()

    def add(self, line: int, message: str) -> None:
        self.findings.append(Finding(self.path, line, message))


def findings_in(path: str, source: str) -> list[Finding]:
    return _Reader(path).read(source)


def check(tree: Tree) -> list[Finding]:
    return [
        finding
        for path in tree.matching(*CPP)
        if "co_" in tree.text(path)
        for finding in findings_in(path, tree.text(path))
    ]
