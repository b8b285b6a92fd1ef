import json
import tempfile
import unittest
from pathlib import Path

from parlance_dev.node import LOWEST, is_installed, version


class Version(unittest.TestCase):
    def test_major_and_minor(self) -> None:
        self.assertEqual(version("v20.19.2\n"), (20, 19))

    def test_anything_else_is_too_old(self) -> None:
        for text in ("", "20.19.2", "node: not found"):
            self.assertLess(version(text), LOWEST)

    def test_minor_is_compared_as_a_number(self) -> None:
        self.assertLess(version("v20.9.0"), LOWEST)
        self.assertGreaterEqual(version("v22.1.0"), LOWEST)


class Installed(unittest.TestCase):
    def setUp(self) -> None:
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = Path(made.name)
        (self.folder / "node_modules").mkdir()
        self.wanted = {
            "": {"name": "page"},
            "node_modules/a": {"version": "1.0.0", "integrity": "sha512-a"},
            "node_modules/for-arm": {"version": "1.0.0", "integrity": "sha512-b", "optional": True},
        }
        self.there = {"node_modules/a": dict(self.wanted["node_modules/a"])}

    def is_installed(self) -> bool:
        for name, packages in (
            ("package-lock.json", self.wanted),
            ("node_modules/.package-lock.json", self.there),
        ):
            (self.folder / name).write_text(json.dumps({"packages": packages}))
        return is_installed(self.folder)

    def test_what_is_for_another_platform_may_be_absent(self) -> None:
        self.assertTrue(self.is_installed())

    def test_nothing_noted_by_npm(self) -> None:
        self.assertFalse(is_installed(self.folder))

    def test_another_content(self) -> None:
        self.there["node_modules/a"]["integrity"] = "sha512-c"
        self.assertFalse(self.is_installed())

    def test_one_that_is_missing(self) -> None:
        self.wanted["node_modules/c"] = {"version": "1.0.0"}
        self.assertFalse(self.is_installed())

    def test_one_too_many(self) -> None:
        self.there["node_modules/c"] = {"version": "1.0.0"}
        self.assertFalse(self.is_installed())
