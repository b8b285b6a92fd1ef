import unittest
from unittest import mock

from parlance_dev.lint import tidy
from parlance_dev.lint.tidy import parse, understood
from parlance_dev.project import ROOT


class Output(unittest.TestCase):
    def test_ours_only_and_only_what_this_clang_can_judge(self) -> None:
        output = f"""
{ROOT}/src/chat/a.cpp:3:5: error: method 'set' can be made const [readability-x]
/usr/include/boost/asio/impl/awaitable.hpp:203:16: error: Called object [clang-analyzer-x]
error: invalid case style for template parameter 'expr-type' [readability-identifier-naming]
{ROOT}/src/chat/a.cpp:9:1: error: no matching constructor for initialization of 'x' [clang-d]
{ROOT}/src/chat/a.cpp:3:5: note: make const
"""

        found = parse(output)

        self.assertEqual([(one.path, one.line) for one in found], [("src/chat/a.cpp", 3)])


class Flags(unittest.TestCase):
    def test_what_only_gcc_understands_is_left_out(self) -> None:
        words = ["/usr/bin/ccache", "/usr/bin/g++", "-std=c++20", "-Wno-tsan", "-Wno-restrict"]

        self.assertEqual(
            understood([*words, "-fsanitize=address,undefined", "a.cpp"]),
            ["/usr/bin/g++", "-std=c++20", "a.cpp", "-Wno-unknown-warning-option"],
        )


    def test_a_compiled_header_is_left_out_with_its_flag(self) -> None:
        words = ["g++", "-Winvalid-pch", "-fpch-preprocess", "-include", "/b/cmake_pch.hxx", "-c"]

        self.assertEqual(
            understood([*words, "-include", "own.hpp", "a.cpp"]),
            ["g++", "-c", "-include", "own.hpp", "a.cpp", "-Wno-unknown-warning-option"],
        )


class Commands(unittest.TestCase):
    def test_fuzz_targets_are_asked_for_only_where_the_tests_do_not_compile_a_file(self) -> None:
        known = {"debug": {"a.cpp": "g++"}, "fuzz": {"a.cpp": "clang++", "b.cpp": "clang++"}}
        with (
            mock.patch.object(tidy.build, "configure_again") as configured,
            mock.patch.object(tidy, "compile_commands", known.__getitem__),
        ):
            one = tidy.commands_for(["a.cpp"])
            asked_for_one = configured.call_count
            both = tidy.commands_for(["a.cpp", "b.cpp"])

        self.assertEqual(one, known["debug"])
        self.assertEqual(asked_for_one, 1)
        self.assertEqual(both, {"a.cpp": "g++", "b.cpp": "clang++"})
