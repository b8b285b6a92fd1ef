import unittest

from parlance_dev.node import LOWEST, version


class Version(unittest.TestCase):
    def test_major_and_minor(self) -> None:
        self.assertEqual(version("v20.19.2\n"), (20, 19))

    def test_anything_else_is_too_old(self) -> None:
        for text in ("", "20.19.2", "node: not found"):
            self.assertLess(version(text), LOWEST)

    def test_minor_is_compared_as_a_number(self) -> None:
        self.assertLess(version("v20.9.0"), LOWEST)
        self.assertGreaterEqual(version("v22.1.0"), LOWEST)
