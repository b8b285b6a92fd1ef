"""Which files a change touches: the working tree, and the commits that upstream does not have."""

from __future__ import annotations

from parlance_dev.commands import read


def files(since: str = "") -> set[str]:
    """Paths relative to the root, since a commit; without one since `base`."""
    found = _names(["git", "ls-files", "--others", "--exclude-standard"])
    found |= _names(["git", "diff", "--name-only", "--diff-filter=d", "HEAD"])
    found |= _names(["git", "diff", "--name-only", "--diff-filter=d", since or base(), "HEAD"])
    return found


def base() -> str:
    """The commit that the change stands on; without commits of its own a branch is judged by its last.

    The empty tree for a first commit.
    """
    head = _word(["git", "rev-parse", "HEAD"])
    common = _word(["git", "merge-base", "HEAD", "@{upstream}"])
    if common and common != head:
        return common
    return _word(["git", "rev-parse", "--verify", "--quiet", "HEAD~1"]) or _word(
        ["git", "hash-object", "-t", "tree", "/dev/null"]
    )


def _names(command: list[str]) -> set[str]:
    return {line for line in read(command)[1].splitlines() if line}


def _word(command: list[str]) -> str:
    code, text = read(command)
    return text.strip() if code == 0 else ""
