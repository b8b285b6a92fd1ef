import json
import tempfile
import unittest
from pathlib import Path

from parlance_dev.lint import includes, kept_true, naming, sizes, wording
from parlance_dev.lint.include_graph import IncludeGraph
from parlance_dev.lint.tree import Tree


class Files(unittest.TestCase):
    def tree(self, files: dict[str, str]) -> Tree:
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        for name, text in files.items():
            path = Path(made.name) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Tree(Path(made.name), files)


class Includes(unittest.TestCase):
    def objections(self, path: str, line: str) -> int:
        return len(includes.findings_in(path, [line]))

    def test_domain_takes_the_standard_library_only(self) -> None:
        self.assertEqual(self.objections("src/chat/turn.cpp", "#include <vector>"), 0)
        self.assertEqual(self.objections("src/chat/turn.cpp", "#include <parlance/chat/a.hpp>"), 0)
        self.assertEqual(self.objections("src/chat/turn.cpp", "#include <boost/json.hpp>"), 1)
        self.assertEqual(self.objections("src/chat/turn.cpp", "#include <unistd.h>"), 1)

    def test_foundation_takes_results_and_the_awaitable_type(self) -> None:
        path = "src/foundation/task.hpp"
        self.assertEqual(self.objections(path, "#include <boost/asio/awaitable.hpp>"), 0)
        self.assertEqual(self.objections(path, "#include <boost/system/result.hpp>"), 0)
        self.assertEqual(self.objections(path, "#include <boost/asio/post.hpp>"), 1)

    def test_each_library_belongs_to_a_folder(self) -> None:
        self.assertEqual(self.objections("src/egress/a.cpp", "#include <curl/curl.h>"), 0)
        self.assertEqual(self.objections("src/edge/a.cpp", "#include <curl/curl.h>"), 1)
        self.assertEqual(self.objections("src/adapters/sqlite/a.cpp", "#include <sqlite3.h>"), 0)
        self.assertEqual(self.objections("src/adapters/offline/a.cpp", "#include <sqlite3.h>"), 1)

    def test_heavy_headers_stay_out_of_headers(self) -> None:
        self.assertEqual(self.objections("src/adapters/sqlite/a.hpp", "#include <sqlite3.h>"), 1)
        self.assertEqual(self.objections("src/edge/a.cpp", "#include <boost/asio.hpp>"), 1)

    def test_relative_includes_are_the_workers_own(self) -> None:
        self.assertEqual(self.objections("src/edge/a.cpp", '#include "b.hpp"'), 1)
        self.assertEqual(self.objections("src/workers/extract/a.cpp", '#include "b.hpp"'), 0)
        self.assertEqual(self.objections("src/workers/extract/a.cpp", '#include "../b.hpp"'), 1)


class Sizes(Files):
    def test_one_line_past_the_limit(self) -> None:
        tree = self.tree({"src/a.cpp": "x\n" * 400, "src/b.cpp": "x\n" * 401})

        self.assertEqual([one.path for one in sizes.check(tree)], ["src/b.cpp"])

    def test_generated_files_may_be_longer(self) -> None:
        self.assertEqual(sizes.check(self.tree({"web/src/api/schema.ts": "x\n" * 500})), [])


class Naming(unittest.TestCase):
    def test_folders_without_a_concept(self) -> None:
        found = naming.folder_findings(["src/utils/a.cpp", "src/chat/a.cpp", "web/helpers/x/b.ts"])

        self.assertEqual([one.path for one in found], ["src/utils", "web/helpers"])

    def test_test_names(self) -> None:
        lines = [
            "TEST(position, given_a_when_b_then_c)",
            "TEST(position, works)",
            "TEST_P(very_long_suite_name,",
            "       given_a_when_b_then_c)",
        ]

        self.assertEqual([one.line for one in naming.test_findings("t.cpp", lines)], [2])


class Wording(unittest.TestCase):
    def refused(self, path: str, line: str) -> bool:
        return bool(wording.findings_in(path, [line]))

    def test_sleep_in_tests(self) -> None:
        line = "std::this_thread::sleep_for(10ms);"
        self.assertTrue(self.refused("tests/unit/a.cpp", line))
        self.assertFalse(self.refused("src/runtime/a.cpp", line))

    def test_namespaces_are_not_opened_but_for_literals(self) -> None:
        self.assertTrue(self.refused("src/a.cpp", "using namespace std;"))
        self.assertTrue(self.refused("src/a.cpp", "    using namespace boost::asio;"))
        self.assertFalse(self.refused("src/a.cpp", "using namespace std::chrono_literals;"))
        self.assertFalse(self.refused("src/a.cpp", "using namespace std::literals;"))

    def test_notes_need_an_issue(self) -> None:
        self.assertTrue(self.refused("src/a.cpp", "// TO" + "DO: later"))
        self.assertFalse(self.refused("src/a.cpp", "// TO" + "DO(#12): later"))

    def test_paths_and_hosts_of_a_machine(self) -> None:
        self.assertTrue(self.refused("docs/a.md", "cd /ho" + "me/anna/x"))
        self.assertTrue(self.refused("a.json", "htt" + "ps://registry.example.org/x"))
        self.assertFalse(self.refused("docs/a.md", "GET /api/work/home/things"))
        self.assertFalse(self.refused("docs/a.md", "https://example.org/registry"))

    def test_bindings_of_an_awaited_temporary(self) -> None:
        self.assertTrue(self.refused("src/a.cpp", "auto [ec, n] = co_await read();"))
        self.assertFalse(self.refused("src/a.cpp", "auto& [ec, n] = r;"))

    def test_what_only_one_folder_may_do(self) -> None:
        spawn = "asio::co_spawn(loop, f(), done);"
        self.assertTrue(self.refused("src/edge/a.cpp", spawn))
        self.assertFalse(self.refused("src/runtime/supervisor.cpp", spawn))
        self.assertTrue(self.refused("src/egress/a.cpp", 'std::getenv("A")'))
        self.assertFalse(self.refused("src/app/a.cpp", 'std::getenv("A")'))
        self.assertTrue(self.refused("src/chat/a.cpp", "std::thread worker;"))
        self.assertFalse(self.refused("src/chat/a.cpp", "std::thread::id owner;"))
        for line in ('std::printf("%s", x);', "std::fputs(x, stdout);", "std::cout << x;"):
            self.assertTrue(self.refused("src/app/commands/a.cpp", line))
            self.assertFalse(self.refused("src/app/terminal_output.cpp", line))
        self.assertFalse(self.refused("src/app/a.cpp", 'std::snprintf(a, 3, "%d", 1);'))


class KeptTrue(Files):
    def test_architecture_names_every_folder(self) -> None:
        tree = self.tree(
            {
                "ARCHITECTURE.md": "| `chat` | turns |\n| `adapters/sqlite` | store |",
                "src/chat/a.cpp": "",
                "src/adapters/sqlite/a.cpp": "",
                "src/edge/a.cpp": "",
            }
        )

        found = kept_true.architecture(tree)

        self.assertEqual(len(found), 1)
        self.assertIn("src/edge", found[0].message)

    def test_limits_have_tests(self) -> None:
        tree = self.tree(
            {
                "src/foundation/limits.hpp": (
                    "inline constexpr std::size_t page_items_max = 200;\n"
                    "inline constexpr std::chrono::seconds idle_time_max{75};\n"
                    "inline constexpr std::size_t page_items_default = 50;\n"
                ),
                "src/adapters/x/bounds.hpp": "inline constexpr int waiters_max = 1;\n",
                "src/chat/x_limits.hpp": "inline constexpr int news_max = 1;\n",
                "tests/unit/a.cpp": "limits::page_items_max + 1; news_max + 1",
            }
        )

        found = [(one.path, one.line) for one in kept_true.limits(tree)]

        self.assertEqual(
            found, [("src/adapters/x/bounds.hpp", 1), ("src/foundation/limits.hpp", 2)]
        )

    def test_lockfiles_pin_by_content_and_name_no_address(self) -> None:
        packages = {
            "": {"name": "x"},
            "node_modules/good": {"version": "1.0.0", "integrity": "sha512-x"},
            "node_modules/addressed": {"integrity": "sha512-x", "resolved": "htt" + "ps://h/x.tgz"},
            "node_modules/loose": {"version": "1.0.0"},
        }

        found = kept_true.lockfile_findings("package-lock.json", json.dumps({"packages": packages}))

        self.assertEqual(len(found), 2)

    def test_packages_have_a_lockfile(self) -> None:
        tree = self.tree(
            {
                "a/package.json": json.dumps({"dependencies": {"x": "1"}}),
                "b/package.json": json.dumps({"private": True}),
            }
        )

        self.assertEqual([one.path for one in kept_true.lockfiles(tree)], ["a/package.json"])


class Graph(Files):
    def test_a_header_below_a_header_counts(self) -> None:
        files = {
            "src/chat/a.cpp": "#include <parlance/chat/a.hpp>\n#include <vector>",
            "src/chat/a.hpp": "#include <parlance/sqlite/b.hpp>",
            "src/adapters/sqlite/b.hpp": "int one;",
        }
        graph = IncludeGraph(self.tree(files))
        changed = IncludeGraph(self.tree({**files, "src/adapters/sqlite/b.hpp": "int two;"}))

        self.assertEqual(graph.all_of("src/chat/a.cpp"), set(files))
        self.assertNotEqual(
            graph.digest("src/chat/a.cpp", ""), changed.digest("src/chat/a.cpp", "")
        )
