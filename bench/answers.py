#!/usr/bin/env python3
"""How well questions with known answers are answered, per set, against the floors.

Run by `./dev bench answers`. Each set is added to a server with a data directory of its own and
measured with `parlance evaluate`, so reading, cutting, indexing and ranking all count. The floors
are in tests/data/floors.json; a figure below one fails. Standard library only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "devtools"))

from parlance_dev.commands import Failed, dim, say  # noqa: E402
from parlance_dev.project import BUILD, RELEASE_SERVER  # noqa: E402

FLOORS = ROOT / "tests" / "data" / "floors.json"
NO_DOCUMENTS = {"README.md", "CMakeLists.txt", "questions.jsonl"}
COLUMNS = (
    "recall@1",
    "recall@5",
    "recall@10",
    "MRR@10",
    "nDCG@10",
    "page@1",
    "section@1",
    "place@1",
    "unanswerable told",
    "wrongly abstained",
)
AT_MOST = {"wrongly abstained"}


def binary() -> str:
    return os.environ.get("PARLANCE_BINARY", str(RELEASE_SERVER))


def documents_of(folder: Path) -> list[str]:
    docs = folder / "docs" if (folder / "docs").is_dir() else folder
    return sorted(
        str(one) for one in docs.iterdir() if one.is_file() and one.name not in NO_DOCUMENTS
    )


def evaluated(folder: Path) -> dict[str, Any]:
    foreign = ("PARLANCE_", "OPENAI_", "AZURE_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    with tempfile.TemporaryDirectory(prefix="parlance-answers-") as data:
        env |= {"PARLANCE_DATA": data, "PARLANCE_DEMO": "0"}
        added = subprocess.run(
            [binary(), "add", *documents_of(folder)], env=env, capture_output=True, text=True
        )
        if added.returncode != 0:
            raise Failed(f"not every document of {folder} was read: {added.stderr[-2000:]}")
        measured = subprocess.run(
            [binary(), "evaluate", "--json", str(folder / "questions.jsonl")],
            env=env,
            capture_output=True,
            text=True,
        )
        if measured.returncode != 0:
            raise Failed(f"parlance evaluate failed: {measured.stderr[-2000:]}")
        return dict(json.loads(measured.stdout))


def values_of(measures: dict[str, Any]) -> dict[str, float]:
    values = {name: float(one["value"]) for name, one in measures.items()}
    places = [measures[name] for name in ("page@1", "section@1") if name in measures]
    asked = sum(one["questions"] for one in places)
    if asked:
        values["place@1"] = sum(one["value"] * one["questions"] for one in places) / asked
    return values


def below(values: dict[str, float], floors: dict[str, Any]) -> list[str]:
    wrong = []
    for name, floor in floors.items():
        if name == "folder":
            continue
        value = values.get(name, 0.0)
        is_met = value <= floor if name in AT_MOST else value >= floor
        if not is_met:
            limit = "at most" if name in AT_MOST else "at least"
            wrong.append(f"{name} is {value:.3f}, {limit} {floor:.3f} is asked")
    return wrong


def main() -> int:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    wrong = []
    figures = {}
    width = max(len(name) for name in floors)
    say("  ".join(["set".ljust(width), "questions", *COLUMNS]))
    for name, of_set in floors.items():
        result = evaluated(ROOT / of_set["folder"])
        values = values_of(result["measures"])
        figures[name] = {"questions": result["questions"], **values}
        cells = [
            (f"{values[column]:.3f}" if column in values else "-").rjust(len(column))
            for column in COLUMNS
        ]
        say("  ".join([name.ljust(width), str(result["questions"]).rjust(9), *cells]))
        for failure in result["failures"]:
            say(dim(f"    {failure['id']}: {failure['failure']}: {failure['question']}"))
        wrong += [f"{name}: {one}" for one in below(values, of_set)]
    out = BUILD / "bench"
    out.mkdir(parents=True, exist_ok=True)
    (out / "answers.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if wrong:
        raise Failed("below the floors: " + "; ".join(wrong))
    return 0


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except Failed as cause:
        sys.exit(f"bench answers: {cause}")
