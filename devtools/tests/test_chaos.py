import contextlib
import io
import unittest

from parlance_dev.testing.chaos import Budget
from parlance_dev.testing.session import read_arguments


class Budgets(unittest.TestCase):
    def test_a_run_of_everything_is_short(self) -> None:
        self.assertEqual(Budget().settings(), {"PARLANCE_CHAOS_OUTAGE_SECONDS": "20"})

    def test_minutes_and_seed(self) -> None:
        asked = read_arguments(["chaos", "--minutes", "1.5", "--seed", "7"])

        found = Budget(asked.minutes, asked.seed, is_short=False).settings()

        self.assertEqual(
            found,
            {
                "PARLANCE_CHAOS_SECONDS": "90",
                "PARLANCE_CHAOS_SCHEDULES": "150",
                "PARLANCE_CHAOS_SEED": "7",
            },
        )

    def test_minutes_of_another_part_are_refused(self) -> None:
        with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit):
            read_arguments(["unit", "--minutes", "2"])
