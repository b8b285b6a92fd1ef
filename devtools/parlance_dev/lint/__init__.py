"""./dev lint: the formatter, clang-tidy, the page's linters, and the house checks.

A house check is a module with `check(tree) -> list[Finding]`, listed in session.py, with a test.
"""
