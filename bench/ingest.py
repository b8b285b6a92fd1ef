#!/usr/bin/env python3
"""How fast documents are read, and in how much memory: PDF, DOCX and HTML that this script makes.

Run by `./dev bench ingest`, which builds the release worker first. Standard library only.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
import statistics
import sys
import threading
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "devtools"))

from parlance_dev.commands import Failed, say  # noqa: E402
from parlance_dev.project import BUILD, RELEASE_SERVER  # noqa: E402

WORKER = RELEASE_SERVER.parent / "parlance-extract"
PAGES = 400
LINES_OF_PAGE = 44
WORDS_OF_LINE = 12
RUNS = 3
MEMORY_MB_MAX = 512
PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)
SYLLABLES = "ka lo mi ren sto var el ni da pru han te wol ci bra".split()


@dataclass(frozen=True)
class Sample:
    kind: str
    name: str
    content: bytes
    text_bytes: int  # of what can be read in it


@dataclass(frozen=True)
class Measure:
    kind: str
    file_mb: float
    text_mb: float
    cpu_seconds: float  # of the worker and what it starts, user and system
    wall_seconds: float
    pages_per_second: float  # of processor time
    mb_per_second: float  # text, of processor time
    peak_mb: float  # of the worker and what it starts, together

    @property
    def is_met(self) -> bool:
        return self.peak_mb <= MEMORY_MB_MAX


def pages() -> list[list[str]]:
    """The same words in every format and every run."""
    chosen = random.Random(7)
    words = ["".join(chosen.choices(SYLLABLES, k=chosen.randint(1, 4))) for _ in range(5_000)]
    return [
        [" ".join(chosen.choices(words, k=WORDS_OF_LINE)) for _ in range(LINES_OF_PAGE)]
        for _ in range(PAGES)
    ]


def pdf(text: list[list[str]]) -> bytes:
    """One font, a heading and lines of text on each page."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    kids = []
    for number, lines in enumerate(text, start=1):
        drawn = f"BT /F1 16 Tf 72 780 Td 15 TL (Section {number}) Tj T* /F1 10 Tf\n"
        drawn += "".join(f"({line}.) Tj T*\n" for line in lines) + "ET"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (len(objects) + 2)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn.encode()))
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, one in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % one for one in offsets))
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return out.getvalue()


def docx(text: list[list[str]]) -> bytes:
    """A heading, paragraphs of four lines and a table of four rows for each page."""
    body = []
    for number, lines in enumerate(text, start=1):
        body.append(paragraph(f"Section {number}", "Heading1"))
        body += [paragraph(" ".join(lines[at : at + 4]) + ".") for at in range(0, len(lines) - 4, 4)]
        rows = (f"<w:tc>{paragraph(line[:30])}</w:tc><w:tc>{paragraph(line[30:])}</w:tc>" for line in lines[-4:])
        body.append("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>")
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{relation}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": '<w:styles xmlns:w="w"><w:style w:styleId="Heading1"><w:name '
        'w:val="heading 1"/></w:style></w:styles>',
        "word/document.xml": f'<w:document xmlns:w="w"><w:body>{"".join(body)}</w:body></w:document>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def paragraph(text: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{named}<w:r><w:rPr><w:lang w:val="en-GB"/></w:rPr><w:t>{text}</w:t></w:r></w:p>'


def html(text: list[list[str]]) -> bytes:
    body = []
    for number, lines in enumerate(text, start=1):
        body.append(f"<h2>Section {number}</h2>")
        body += [f"<p>{' '.join(lines[at : at + 4])}.</p>" for at in range(0, len(lines) - 4, 4)]
        rows = (f"<tr><td>{line[:30]}</td><td>{line[30:]}</td></tr>" for line in lines[-4:])
        body.append(f"<table>{''.join(rows)}</table>")
    return f"<!doctype html><title>Made</title><body>{''.join(body)}</body>".encode()


class Peaks:
    """Peak memory of a process and its children, looked at while they run.

    Not ru_maxrss: it counts this script's own memory, which the child has until it is another program.
    """

    def __init__(self, process: int) -> None:
        self.process = process
        self.kilobytes: dict[int, int] = {}
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def watch(self) -> None:
        while not self.is_over.wait(0.005):
            self.look()

    def look(self) -> None:
        children = Path(f"/proc/{self.process}/task/{self.process}/children")
        try:
            for process in [self.process, *map(int, children.read_text().split())]:
                found = PEAK.search(Path(f"/proc/{process}/status").read_text())
                if found:
                    self.kilobytes[process] = int(found[1])
        except OSError:
            pass  # it has ended

    def finish(self) -> float:
        self.is_over.set()
        self.thread.join()
        return sum(self.kilobytes.values()) / 1024


def run_once(sample: Sample) -> tuple[float, float, float]:
    """@return processor seconds, seconds, peak memory in MB."""
    ends = [os.pipe() for _ in range(2)]
    (take_in, put_in), (take_out, put_out) = ends
    actions = [
        (os.POSIX_SPAWN_DUP2, take_in, 0),
        (os.POSIX_SPAWN_DUP2, put_out, 1),
        *((os.POSIX_SPAWN_CLOSE, end) for pair in ends for end in pair),
    ]
    started = os.times()
    child = os.posix_spawn(str(WORKER), [str(WORKER)], {"LC_ALL": "C.UTF-8"}, file_actions=actions)
    os.close(take_in)
    os.close(put_out)
    peaks = Peaks(child)
    with os.fdopen(put_in, "wb") as request:
        request.write(sample.name.encode() + b"\n" + sample.content)
    with os.fdopen(take_out, "rb") as reply:
        written = reply.read(1)
        peaks.look()  # all is read, and the pipe is full: it has what it will ever have
        written += reply.read()
    peak = peaks.finish()
    _, status, used = os.wait4(child, 0)
    took = os.times().elapsed - started.elapsed
    if status != 0 or not written.startswith(b"PXT1") or len(written) < sample.text_bytes * 0.9:
        raise Failed(f"{sample.name} was not read: status {status}, {len(written)} bytes")
    return used.ru_utime + used.ru_stime, took, peak


def measure(sample: Sample) -> Measure:
    runs = [run_once(sample) for _ in range(RUNS)]
    cpu = statistics.median(one[0] for one in runs)
    return Measure(
        kind=sample.kind,
        file_mb=len(sample.content) / 1e6,
        text_mb=sample.text_bytes / 1e6,
        cpu_seconds=cpu,
        wall_seconds=statistics.median(one[1] for one in runs),
        pages_per_second=PAGES / cpu,
        mb_per_second=sample.text_bytes / 1e6 / cpu,
        peak_mb=max(one[2] for one in runs),
    )


def table(measures: list[Measure]) -> str:
    rows = [
        f"  {'':<6} {'file':>9} {'text':>9} {'CPU':>8} {'pages/s':>9} {'MB/s':>7} {'peak':>9}  per core"
    ]
    for one in measures:
        verdict = "" if one.is_met else f"  MISSED: over {MEMORY_MB_MAX} MB"
        rows.append(
            f"  {one.kind:<6} {one.file_mb:>6.2f} MB {one.text_mb:>6.2f} MB {one.cpu_seconds:>6.2f} s "
            f"{one.pages_per_second:>9,.0f} {one.mb_per_second:>7.1f} {one.peak_mb:>6.1f} MB{verdict}"
        )
    return "\n".join(rows)


def main() -> int:
    text = pages()
    text_bytes = sum(len(line) + 1 for lines in text for line in lines)
    samples = [
        Sample("PDF", "made.pdf", pdf(text), text_bytes),
        Sample("DOCX", "made.docx", docx(text), text_bytes),
        Sample("HTML", "made.html", html(text), text_bytes),
    ]
    say(f"{PAGES} pages of {LINES_OF_PAGE} lines, each file read {RUNS} times in its jail")
    measures = [measure(one) for one in samples]
    say(table(measures))
    report = BUILD / "bench" / "ingest.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(json.dumps([asdict(one) for one in measures], indent=2) + "\n")
    say(f"\nwritten to {report.relative_to(ROOT)}")
    return 0 if all(one.is_met for one in measures) else 1


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except Failed as failure:
        print(f"bench: {failure}", file=sys.stderr)
        raise SystemExit(1) from None
