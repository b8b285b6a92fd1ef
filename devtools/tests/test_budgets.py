import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from parlance_dev import cpu_time
from parlance_dev.testing import budgets

BUSY = [sys.executable, "-c", "for _ in range(2_000_000): pass"]


class CpuTime(unittest.TestCase):
    def test_a_step_within_a_step_is_charged_for_itself_only(self) -> None:
        before = cpu_time.of_children()
        meter = cpu_time.Meter()
        with meter.charged("outer"):
            with meter.charged("inner"):
                subprocess.run(BUSY, check=True)
            used_inside = cpu_time.of_children() - before

        self.assertGreater(meter.spent["inner"], 0)
        self.assertAlmostEqual(meter.spent["inner"], used_inside, places=3)
        self.assertAlmostEqual(meter.spent["outer"], 0, places=3)

    def test_what_no_step_did_is_charged_to_none(self) -> None:
        meter = cpu_time.Meter()
        with meter.charged("first"):
            pass
        subprocess.run(BUSY, check=True)
        with meter.charged("second"):
            pass

        self.assertAlmostEqual(meter.spent["second"], 0, places=3)


class Budgets(unittest.TestCase):
    def test_growth_by_half_is_said_and_no_less(self) -> None:
        kept = {"run unit": 100.0, "run web": 4.0}

        self.assertEqual(budgets.warnings({"run unit": 150.0, "run new": 999.0}, kept), [])
        self.assertEqual(budgets.warnings({"run web": 9.9}, kept), [])  # too short to tell
        said = budgets.warnings({"run unit": 150.1, "run web": 10.1}, kept)
        self.assertEqual(len(said), 2)
        self.assertIn("run unit took 150 CPU s; bench/budgets.json has 100", said[0])

    def test_what_did_not_run_is_kept(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "budgets.json"
            self.assertEqual(budgets.kept(file), {})
            budgets.keep({"run unit": 12.34, "run web": 5.0}, file)
            budgets.keep({"run web": 6.0}, file)

            self.assertEqual(budgets.kept(file), {"run unit": 12.3, "run web": 6.0})
