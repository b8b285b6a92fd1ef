import tempfile
import unittest
from pathlib import Path

from parlance_dev import stamps


class Stamps(unittest.TestCase):
    def setUp(self) -> None:
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = Path(made.name)

    def test_content_and_name_count_and_missing_files_do_not(self) -> None:
        file = self.folder / "a"
        file.write_text("1")
        first = stamps.of("x", [file, self.folder / "none"])

        file.write_text("2")

        self.assertNotEqual(first, stamps.of("x", [file]))
        file.write_text("1")
        self.assertEqual(first, stamps.of("x", [file]))
        self.assertNotEqual(first, stamps.of("x", [file.rename(self.folder / "b")]))

    def test_what_else_is_said_counts(self) -> None:
        self.assertNotEqual(stamps.of("x", [], also="v20"), stamps.of("x", [], also="v22"))

    def test_tree_leaves_out_named_folders(self) -> None:
        for name in ("a/b.txt", "node_modules/c.txt", "a/node_modules/d.txt"):
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).touch()

        found = [str(one.relative_to(self.folder)) for one in stamps.tree(self.folder)]

        self.assertEqual(found, ["a/b.txt"])
