import unittest

from parlance_dev.commands import Failed
from parlance_dev.packages import Package, missing, parse, release_of
from parlance_dev.project import DEBIAN_PACKAGES


class PackageList(unittest.TestCase):
    def test_sections_names_and_versions(self) -> None:
        text = "# why\n[build]\ng++ >= 4:12\nccache  # fast\n\n[e2e]\nchromium\n"

        found = parse(text)

        self.assertEqual(found["build"], [Package("g++", "4:12"), Package("ccache")])
        self.assertEqual(found["e2e"], [Package("chromium")])

    def test_a_line_before_any_section_is_refused(self) -> None:
        with self.assertRaisesRegex(Failed, "debian-packages.txt:1"):
            parse("ccache\n")

    def test_a_line_that_is_no_package_is_refused(self) -> None:
        with self.assertRaisesRegex(Failed, "debian-packages.txt:2"):
            parse("[build]\ng++ = 12\n")

    def test_the_projects_list_has_every_section_that_is_asked_for(self) -> None:
        found = parse(DEBIAN_PACKAGES.read_text(encoding="utf-8"))

        self.assertEqual(set(found), {"build", "node", "test", "lint", "fuzz", "e2e", "fresh"})


class Missing(unittest.TestCase):
    def test_absent_and_too_old_in_the_lists_order_once(self) -> None:
        wanted = [Package("b"), Package("a", "2.0"), Package("c"), Package("b")]

        self.assertEqual(missing(wanted, {"a": "1.9", "c": "1"}), ["b", "a"])

    def test_new_enough_is_not_missing(self) -> None:
        self.assertEqual(missing([Package("a", "4:12")], {"a": "4:12.2.0-3"}), [])


class Release(unittest.TestCase):
    def test_codename(self) -> None:
        self.assertEqual(release_of('ID=debian\nVERSION_CODENAME="bookworm"\n'), "bookworm")

    def test_none(self) -> None:
        self.assertEqual(release_of("ID=other\n"), "")
