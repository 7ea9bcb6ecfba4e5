"""Command line: python -m examples.star DATA OUT"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from examples.star.convert import Tally, convert


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes OUT/conversations.jsonl from DATA/dialogues.jsonl.gz and says what became of each dialogue."""
    asked = _parser().parse_args(arguments)
    source = asked.data / "dialogues.jsonl.gz"
    if not source.is_file():
        print(f"{source} is not there", file=sys.stderr)
        return 2
    asked.out.mkdir(parents=True, exist_ok=True)
    target = asked.out / "conversations.jsonl"
    tally = Tally()
    with target.open("w", encoding="utf-8") as lines:
        for conversation in convert(_dialogues(source), tally, complete_only=asked.complete_only):
            lines.write(json.dumps(conversation, ensure_ascii=False, separators=(",", ":")) + "\n")
    print("\n".join(_said(tally, target)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m examples.star", description="Turns the dialogues of STAR into conversations for Clearbar."
    )
    parser.add_argument("data", metavar="DATA", type=Path, help="the folder that holds dialogues.jsonl.gz")
    parser.add_argument("out", metavar="OUT", type=Path, help="the folder for conversations.jsonl")
    parser.add_argument("--complete-only", action="store_true", help="leave out dialogues that were broken off")
    return parser


def _dialogues(source: Path) -> Iterator[Any]:
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _said(tally: Tally, target: Path) -> Iterator[str]:
    yield f"{tally.read} dialogues read, {tally.kept} kept in {target}"
    yield from _counts("dialogues left out", tally.left)
    yield from _counts("ratings", tally.ratings)
    yield from _counts("answers that rate nothing", tally.unrated)


def _counts(title: str, counts: Counter[str]) -> Iterator[str]:
    yield f"{title}: {counts.total()}"
    yield from (f"  {number:>6}  {what}" for what, number in counts.most_common())


if __name__ == "__main__":
    sys.exit(main())
