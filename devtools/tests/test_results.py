import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

from parlance_dev.testing.programs import Program, cases_of, parse_ctest, parse_gtest
from parlance_dev.testing.results import Case, counts, judged, listed_skips, shortened
from parlance_dev.testing.scripts import parse_junit, parse_vitest
from parlance_dev.testing.session import closing


class Counting(unittest.TestCase):
    def test_closing_counts(self) -> None:
        cases = [Case("u", "a", "passed"), Case("u", "b", "failed"), Case("u", "c", "skipped")]

        self.assertEqual(counts(cases), "1 passed, 1 failed, 1 skipped")

    def test_exit_code(self) -> None:
        with contextlib.redirect_stdout(io.StringIO()) as output:
            self.assertEqual(closing([Case("u", "a", "failed")], []), 1)
            self.assertEqual(closing([], []), 1)
            self.assertEqual(closing([Case("u", "a", "passed")], []), 0)

        self.assertEqual(output.getvalue().splitlines()[-1], "1 passed, 0 failed, 0 skipped")


class Skips(unittest.TestCase):
    def test_a_skip_without_a_reason_is_a_failure(self) -> None:
        cases = [Case("u", "a.b", "skipped"), Case("u", "c.d", "skipped"), Case("u", "e", "passed")]

        found = judged(cases, listed_skips("# why\na.b  needs a real disk\nc.d\n"))

        self.assertEqual([one.outcome for one in found], ["skipped", "failed", "passed"])

    def test_names_may_hold_single_spaces(self) -> None:
        self.assertEqual(listed_skips("a b: c d  the reason\n"), {"a b: c d": "the reason"})


class GoogleTest(unittest.TestCase):
    report = json.dumps(
        {
            "testsuites": [
                {
                    "name": "position",
                    "testsuite": [
                        {"name": "good", "status": "RUN", "result": "COMPLETED"},
                        {
                            "name": "bad",
                            "status": "RUN",
                            "result": "COMPLETED",
                            "failures": [{"failure": "Expected: 1"}],
                        },
                        {"name": "left_out", "status": "RUN", "result": "SKIPPED"},
                        {"name": "DISABLED_old", "status": "NOTRUN", "result": "SUPPRESSED"},
                        {"name": "filtered", "status": "NOTRUN", "result": "SUPPRESSED"},
                    ],
                }
            ]
        }
    )

    def test_every_outcome(self) -> None:
        found = parse_gtest("unit", "chat", self.report)

        self.assertEqual(
            [(one.name, one.outcome) for one in found],
            [
                ("chat/position.good", "passed"),
                ("chat/position.bad", "failed"),
                ("chat/position.left_out", "skipped"),
                ("chat/position.DISABLED_old", "skipped"),
            ],
        )

    def test_a_bad_end_after_good_cases_is_a_failure(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "r.json"
            report.write_text(json.dumps({"testsuites": []}))
            leak = cases_of("unit", "chat", report, 23, "LeakSanitizer")
            progress = "[ RUN      ] a.b\n[       OK ] a.b (1 ms)\n[ RUN      ] a.c\n"
            crash = cases_of("unit", "chat", Path(folder) / "none", -11, progress)
            plain = cases_of("unit", "chat", Path(folder) / "none", 0, "")

        self.assertEqual([one.outcome for one in leak], ["failed"])
        self.assertEqual([one.outcome for one in crash], ["passed", "failed"])
        self.assertEqual([one.outcome for one in plain], ["passed"])

    def test_programs_of_ctest(self) -> None:
        text = json.dumps(
            {
                "tests": [
                    {
                        "name": "runtime",
                        "command": ["/b/runtime_test"],
                        "properties": [{"name": "LABELS", "value": ["tsan"]}],
                    },
                    {"name": "store_contract", "properties": []},
                ]
            }
        )

        runtime, contract = parse_ctest(text)

        self.assertEqual(runtime.labels, {"tsan"})
        self.assertFalse(runtime.is_contract)
        self.assertTrue(contract.is_contract)
        self.assertEqual(contract.command, ())
        self.assertIsInstance(runtime, Program)


class Scripts(unittest.TestCase):
    def test_vitest(self) -> None:
        text = json.dumps(
            {
                "testResults": [
                    {
                        "name": "/x/turnReducer.test.ts",
                        "status": "failed",
                        "assertionResults": [
                            {"fullName": " folds text", "status": "passed", "failureMessages": []},
                            {"fullName": "ends", "status": "failed", "failureMessages": ["no"]},
                            {"fullName": "later", "status": "todo", "failureMessages": []},
                        ],
                    },
                    {
                        "name": "/x/broken.test.ts",
                        "status": "failed",
                        "message": "syntax",
                        "assertionResults": [],
                    },
                ]
            }
        )

        found = [(one.name, one.outcome) for one in parse_vitest(text)]

        self.assertEqual(
            found,
            [
                ("turnReducer.test.ts: folds text", "passed"),
                ("turnReducer.test.ts: ends", "failed"),
                ("turnReducer.test.ts: later", "skipped"),
                ("broken.test.ts", "failed"),
            ],
        )

    def test_junit_of_node(self) -> None:
        text = """<?xml version="1.0"?><testsuites>
            <testcase name="asks" time="0.1"/>
            <testsuite name="s"><testcase name="stops"><failure message="no">why</failure></testcase>
            </testsuite>
            <testcase name="later"><skipped type="skipped" message="reason"/></testcase>
            <testcase name="other">
              <skipped type="skipped" message="test name does not match pattern"/></testcase>
            </testsuites>"""

        found = [(one.name, one.outcome, one.detail) for one in parse_junit("e2e", text)]

        self.assertEqual(
            found,
            [("asks", "passed", ""), ("stops", "failed", "no\nwhy"), ("later", "skipped", "reason")],
        )


class Shortened(unittest.TestCase):
    def test_keeps_the_end(self) -> None:
        text = "\n".join(str(number) for number in range(50))

        found = shortened(text, lines_max=2).splitlines()

        self.assertEqual(found, ["… 48 lines before", "48", "49"])
