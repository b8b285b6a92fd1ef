"""Tests that are not compiled: the page's (Vitest), Node's own runner, and these tools' own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from pathlib import Path

from parlance_dev import node, stamps
from parlance_dev.commands import announce, environment, read
from parlance_dev.project import BUILD, ROOT, WEB
from parlance_dev.testing.results import Case

RUN_SECONDS_MAX = 1200
OTHER_NAMES = "test name does not match pattern"  # how Node marks what -k leaves out


def parse_vitest(text: str) -> list[Case]:
    """Cases of Vitest's JSON report; a file that could not be loaded is one failed case."""
    found: list[Case] = []
    for file in json.loads(text).get("testResults", []):
        name_of_file = Path(file["name"]).name
        tests = file.get("assertionResults", [])
        if not tests and file.get("status") == "failed":
            found.append(Case("web", name_of_file, "failed", file.get("message", "")))
        for test in tests:
            name = f"{name_of_file}: {test['fullName'].strip()}"
            if test["status"] == "passed":
                found.append(Case("web", name, "passed"))
            elif test["status"] == "failed":
                found.append(Case("web", name, "failed", "\n".join(test["failureMessages"])))
            else:
                found.append(Case("web", name, "skipped", test["status"]))
    return found


def parse_junit(part: str, text: str) -> list[Case]:
    """Cases of the JUnit report that Node's runner writes; suites may be nested."""
    found: list[Case] = []
    for test in ElementTree.fromstring(text).iter("testcase"):
        name = test.get("name", "?")
        failure = test.find("failure")
        skipped = test.find("skipped")
        if failure is not None:
            detail = "\n".join([failure.get("message", ""), failure.text or ""])
            found.append(Case(part, name, "failed", detail.strip()))
        elif skipped is not None:
            reason = skipped.get("message", "")
            if reason != OTHER_NAMES:
                found.append(Case(part, name, "skipped", reason))
        else:
            found.append(Case(part, name, "passed"))
    return found


def web(name_filter: str) -> list[Case]:
    node.require()
    node.install(WEB)
    report = _fresh_report("web.json")
    command = ["npm", "--prefix", "web", "test", "--"]
    command += ["--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    if name_filter:
        command += ["-t", name_filter, "--passWithNoTests"]
    code = _ended(command, {})
    if not report.is_file():
        return [Case("web", "vitest", "failed", f"ended with {code} and wrote no report")]
    cases = parse_vitest(report.read_text(encoding="utf-8"))
    if name_filter:
        cases = [case for case in cases if case.outcome != "skipped"]
    return _with_exit_code("web", "vitest", code, cases)


def with_node(
    part: str,
    place: Path,
    name_filter: str,
    env: Mapping[str, str] | None = None,
    seconds_max: float = RUN_SECONDS_MAX,
) -> list[Case]:
    """Runs a file, or every *.test.mjs, *.test.js below a folder, with Node's own runner in turn."""
    below = [place] if place.is_file() else stamps.tree(place)
    files = sorted(file for file in below if file.name.endswith((".test.mjs", ".test.js")))
    if not files:
        return []
    node.require()
    for lockfile in sorted(below):
        if lockfile.name == "package-lock.json":
            node.install(lockfile.parent)
    report = _fresh_report(f"{part}.xml")
    command = ["node", "--test", "--test-concurrency=1"]
    command += ["--test-reporter=spec", "--test-reporter-destination=stdout"]
    command += ["--test-reporter=junit", f"--test-reporter-destination={report}"]
    if name_filter:
        command.append(f"--test-name-pattern={name_filter}")
    command += [str(file.relative_to(ROOT)) for file in files]
    code = _ended(command, env or {}, seconds_max)
    if not report.is_file() or not report.stat().st_size:
        return [Case(part, "node --test", "failed", f"ended with {code} and wrote no report")]
    cases = parse_junit(part, report.read_text(encoding="utf-8"))
    return _with_exit_code(part, "node --test", code, cases)


class _Recorder(unittest.TextTestResult):
    """Keeps every case, where unittest itself keeps only a count."""

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.cases: list[Case] = []

    def addSuccess(self, test: unittest.TestCase) -> None:
        super().addSuccess(test)
        self.cases.append(Case("tools", test.id(), "passed"))

    def addFailure(self, test: unittest.TestCase, err) -> None:  # type: ignore[no-untyped-def]
        super().addFailure(test, err)
        self.cases.append(Case("tools", test.id(), "failed", self._exc_info_to_string(err, test)))

    def addError(self, test: unittest.TestCase, err) -> None:  # type: ignore[no-untyped-def]
        super().addError(test, err)
        self.cases.append(Case("tools", test.id(), "failed", self._exc_info_to_string(err, test)))

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        super().addSkip(test, reason)
        self.cases.append(Case("tools", test.id(), "skipped", reason))


def tools(name_filter: str) -> list[Case]:
    """The house checks and readers of ./dev itself, in this process."""
    folder = ROOT / "devtools"
    announce([Path(sys.executable).name, "-m", "unittest", "discover", "-s", "tests"], folder)
    loader = unittest.TestLoader()
    if name_filter:
        loader.testNamePatterns = [f"*{name_filter}*"]
    suite = loader.discover(str(folder / "tests"), top_level_dir=str(folder))
    runner = unittest.TextTestRunner(stream=io.StringIO(), resultclass=_Recorder)
    result = runner.run(suite)
    assert isinstance(result, _Recorder)
    return result.cases


def _fresh_report(name: str) -> Path:
    report = BUILD / "test" / name
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    return report


def _ended(
    command: Sequence[str], env: Mapping[str, str], seconds_max: float = RUN_SECONDS_MAX
) -> int:
    announce(command)
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment(env),
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=seconds_max,
        )
        return done.returncode
    except subprocess.TimeoutExpired:
        return 124


def _with_exit_code(part: str, name: str, code: int, cases: list[Case]) -> list[Case]:
    if code != 0 and not any(case.outcome == "failed" for case in cases):
        cases.append(Case(part, name, "failed", f"ended with {code} though no case failed"))
    return cases
