"""The compiled tests of a preset: asked from ctest, run two at a time, counted case by case."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from parlance_dev.build import jobs
from parlance_dev.commands import announce, dim, environment, read, say
from parlance_dev.project import BUILD, ROOT
from parlance_dev.testing.results import Case, counts, shortened

PROGRAM_SECONDS_MAX = 600
SANITIZER_OPTIONS = {
    "ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1",
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "TSAN_OPTIONS": "second_deadlock_stack=1",
}


@dataclass(frozen=True)
class Program:
    name: str
    command: tuple[str, ...]
    labels: frozenset[str]
    folder: str

    @property
    def is_contract(self) -> bool:
        return "contract" in self.name or "contract" in self.labels


def parse_ctest(text: str) -> list[Program]:
    """Programs of `ctest --show-only=json-v1`. One that is not built has no command."""
    found: list[Program] = []
    for test in json.loads(text).get("tests", []):
        properties = {one["name"]: one["value"] for one in test.get("properties", [])}
        found.append(
            Program(
                test["name"],
                tuple(test.get("command", ())),
                frozenset(properties.get("LABELS", ())),
                properties.get("WORKING_DIRECTORY", str(ROOT)),
            )
        )
    return found


def listed(preset: str) -> list[Program]:
    _, text = read(["ctest", "--test-dir", str(BUILD / preset), "--show-only=json-v1"])
    return parse_ctest(text) if text.strip() else []


def parse_gtest(part: str, program: str, text: str) -> list[Case]:
    """Cases of a GoogleTest JSON report, named PROGRAM/SUITE.NAME."""
    found: list[Case] = []
    for suite in json.loads(text).get("testsuites", []):
        for test in suite.get("testsuite", []):
            name = f"{program}/{test.get('classname', suite['name'])}.{test['name']}"
            failures = "\n".join(one.get("failure", "") for one in test.get("failures", []))
            if failures:
                found.append(Case(part, name, "failed", failures))
            elif test.get("result") == "SKIPPED":
                reasons = "; ".join(one.get("message", "") for one in test.get("skipped", []))
                found.append(Case(part, name, "skipped", reasons))
            elif test.get("status") == "NOTRUN":
                if test["name"].startswith("DISABLED_"):
                    found.append(Case(part, name, "skipped", "disabled"))
            else:
                found.append(Case(part, name, "passed"))
    return found


def passed_before_a_crash(part: str, program: str, output: str) -> list[Case]:
    """GoogleTest writes its report at the end only; a crash leaves its progress lines."""
    names = re.findall(r"^\[       OK \] (\S+)", output, re.MULTILINE)
    return [Case(part, f"{program}/{name}", "passed") for name in names]


def run_all(
    part: str,
    programs: Sequence[Program],
    name_filter: str,
    more: Mapping[str, str] | None = None,
) -> list[Case]:
    reports = BUILD / "test" / part
    shutil.rmtree(reports, ignore_errors=True)
    reports.mkdir(parents=True)
    with ThreadPoolExecutor(max_workers=jobs()) as pool:
        lists = pool.map(lambda one: run_one(part, one, reports, name_filter, more or {}), programs)
        return [case for cases in lists for case in cases]


def run_one(
    part: str, program: Program, reports: Path, name_filter: str, more: Mapping[str, str]
) -> list[Case]:
    if not program.command or not Path(program.command[0]).exists():
        return [Case(part, program.name, "failed", "the program was not built")]
    command = [*address_space(part), *program.command]
    announce(command)
    report = reports / f"{program.name}.json"
    env = environment({**SANITIZER_OPTIONS, **more, "GTEST_OUTPUT": f"json:{report}"})
    if name_filter:
        env["GTEST_FILTER"] = f"*{name_filter}*"
    started = time.monotonic()
    code, output = captured(command, Path(program.folder), env, PROGRAM_SECONDS_MAX)
    (reports / f"{program.name}.log").write_text(output, encoding="utf-8")
    cases = cases_of(part, program.name, report, code, output)
    say(f"  {program.name}: {counts(cases)} {dim(f'{time.monotonic() - started:.1f} s')}")
    return cases


def cases_of(part: str, name: str, report: Path, code: int, output: str) -> list[Case]:
    """Cases of the report; a program that ends badly is a failure whatever its report says."""
    if not report.is_file():
        if code == 0:
            return [Case(part, name, "passed")]  # a plain program: its exit code is its verdict
        crash = Case(part, name, "failed", f"ended with {code}\n{shortened(output)}")
        return [*passed_before_a_crash(part, name, output), crash]
    cases = parse_gtest(part, name, report.read_text(encoding="utf-8"))
    if code != 0 and not any(case.outcome == "failed" for case in cases):
        cases.append(Case(part, name, "failed", f"ended with {code}\n{shortened(output)}"))
    return cases


def captured(
    command: Sequence[str], folder: Path, env: dict[str, str], seconds_max: float
) -> tuple[int, str]:
    """Exit code and output; at the time limit the program and its children are ended."""
    with subprocess.Popen(
        command,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as running:
        try:
            output, _ = running.communicate(timeout=seconds_max)
            return running.returncode, output.decode(errors="replace")
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, 9)
            output, _ = running.communicate()
            text = output.decode(errors="replace")
            return 124, f"{text}\nstill running after {seconds_max:.0f} s: ended"


def address_space(part: str) -> list[str]:
    """ThreadSanitizer of g++ 12 cannot live with the widest address randomisation."""
    if part == "tsan" and read(["setarch", "-R", "true"])[0] == 0:
        return ["setarch", "-R"]
    return []
