import json
import sys
import unittest

from parlance_dev.project import ROOT

sys.path.insert(0, str(ROOT / "bench"))

from persistence_share import share_of  # noqa: E402
from stream_readers import Stream, judge, text_of_completion, text_of_turn  # noqa: E402


def event(name: str, data: dict) -> bytes:
    return f"id: 1.1\nevent: {name}\ndata: {json.dumps(data)}\n\n".encode()


def response(*events: bytes) -> bytes:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in events)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"


def turn(*tokens: str, ends: bool = True) -> bytes:
    found: list[bytes] = []
    at = 0
    for token in tokens:
        found.append(event("text", {"at": at, "delta": token}))
        at += len(token)
    return response(*found, *([event("end", {"state": "completed"})] if ends else []))


def read(raw: bytes, slices: int = 7) -> Stream:
    pieces = [raw[at : at + slices] for at in range(0, len(raw), slices)]
    return Stream(pieces, [0.002 + 0.001 * number for number in range(len(pieces))], True)


class Judging(unittest.TestCase):
    def test_a_sound_answer_gives_the_delay_of_every_token(self) -> None:
        found = judge(read(turn("1:64 ", "2:64 "), slices=10_000), 2, 0, text_of_turn)

        self.assertEqual(found.problem, "")
        self.assertEqual([round(one, 6) for one in found.delays], [1.0, 1.0])

    def test_slices_change_only_the_times(self) -> None:
        found = judge(read(turn("1:64 ", "2:64 ")), 2, 0, text_of_turn)

        self.assertEqual(found.problem, "")
        self.assertLess(found.delays[0], found.delays[1])

    def test_what_is_lost_doubled_or_out_of_order_is_seen(self) -> None:
        for tokens in (["1:0 ", "3:0 "], ["1:0 ", "1:0 ", "2:0 ", "3:0 "], ["2:0 ", "1:0 ", "3:0 "], ["1:0 "]):
            with self.subTest(tokens):
                self.assertIn("in order", judge(read(turn(*tokens)), 3, 0, text_of_turn).problem)

    def test_a_gap_or_a_missing_end_is_seen(self) -> None:
        gap = response(event("text", {"at": 4, "delta": "1:0 "}))

        self.assertIn("text at 4", judge(read(gap), 1, 0, text_of_turn).problem)
        self.assertIn("ended with None", judge(read(turn("1:0 ", ends=False)), 1, 0, text_of_turn).problem)
        self.assertIn("broken off", judge(read(turn("1:0 ")[:-5]), 1, 0, text_of_turn).problem)
        self.assertIn("503", judge(read(b"HTTP/1.1 503 Busy\r\n\r\n"), 1, 0, text_of_turn).problem)

    def test_a_completion(self) -> None:
        choices = [{"delta": {"content": "1:0 "}}, {"delta": {"content": None}}, {"delta": {}}]
        raw = response(*(b"data: " + json.dumps({"choices": [one]}).encode() + b"\n\n" for one in choices),
                       b"data: [DONE]\n\n")  # fmt: skip

        self.assertEqual(judge(read(raw), 1, 0, text_of_completion).problem, "")


class Sharing(unittest.TestCase):
    def test_stacks_with_a_store_on_them_count(self) -> None:
        shown = (
            "parlance\n\t 1 malloc (libc.so)\n\t 2 parlance::sqlite::append_progress (parlance)\n\n"
            "parlance\n\t 1 send (libc.so)\n\t 2 parlance::edge::relay (parlance)\n\n"
            "parlance\n\t 1 PQsendQuery (libpq.so.5)\n\n"
            "parlance\n\t 1 epoll_wait (libc.so)\n\n"
        )

        self.assertEqual(share_of(shown), 0.5)
        self.assertIsNone(share_of(""))
