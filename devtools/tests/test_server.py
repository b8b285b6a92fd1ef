import io
import sys
import unittest

from parlance_dev import server
from parlance_dev.commands import Failed


class Events(unittest.TestCase):
    def test_comments_are_skipped_and_a_cut_event_is_dropped(self) -> None:
        stream = io.BytesIO(
            b'id: 1.0\nevent: turn\ndata: {"turn_id": "a"}\n\n'
            b": alive\n\n"
            b'event: text\ndata: {"at": 0,\ndata: "delta": "x"}\n\n'
            b'event: end\ndata: {"state":'
        )

        found = list(server.events(stream))  # type: ignore[arg-type]

        self.assertEqual([one.name for one in found], ["turn", "text"])
        self.assertEqual(found[1].data, {"at": 0, "delta": "x"})


class Programs(unittest.TestCase):
    def started(self, code: str) -> server.Program:
        program = server.Program([sys.executable, "-u", "-c", code])
        self.addCleanup(program.kill)
        return program

    def test_ready_line_then_a_clean_stop(self) -> None:
        program = self.started(
            "import signal\n"
            "signal.signal(signal.SIGINT, lambda *_: exit(0))\n"
            "print('parlance is ready on http://127.0.0.1:1', flush=True)\n"
            "while True: signal.pause()\n"
        )

        self.assertEqual(program.wait_until_ready(20), "http://127.0.0.1:1")
        self.assertEqual(program.stop(), 0)

    def test_an_early_end_shows_the_last_words(self) -> None:
        program = self.started("print('the port is taken')")

        with self.assertRaisesRegex(Failed, "the port is taken"):
            program.wait_until_ready(20)
