import unittest

from parlance_dev.testing.fuzzers import targets


class Targets(unittest.TestCase):
    def test_fuzz_targets_of_all_that_ninja_lists(self) -> None:
        text = (
            "parlance_target_fuzzer: phony\n"
            "parlance_edge: phony\n"
            "bin/parlance_target_fuzzer: CXX_EXECUTABLE_LINKER__x\n"
            "parlance_json_reader_fuzzer: phony\n"
        )

        self.assertEqual(targets(text), ["parlance_json_reader_fuzzer", "parlance_target_fuzzer"])
