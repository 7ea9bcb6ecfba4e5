"""Command line: python -m bench"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.contest import Contest, hold
from bench.contests import contests
from bench.machine import load, machine, versions
from bench.page import lines, page
from bench.place import Place, data_of, folder_of
from bench.spawn import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Holds the contests, prints each result, and writes the page."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    asked = _parser().parse_args(given)
    place = _place(asked)
    chosen = _chosen(contests(place), asked.only)
    place.folder.mkdir(parents=True, exist_ok=True)
    before, results = load(), []
    for contest in chosen:
        print(contest.title, flush=True)
        results.append(hold(contest, 1 if asked.quick else asked.rounds, tell=_tell))
        print("\n".join(lines(results[-1])[1:]), flush=True)
    target = asked.output or (None if asked.quick or asked.only else PAGE)
    if target:
        text = page(
            results,
            machine=machine(),
            versions=versions(),
            day=datetime.now(UTC).date().isoformat(),
            command=shlex.join(["python", "-m", "bench", *given]),
            loads=(before, load()),
            cores=os.cpu_count() or 1,
        )
        target.write_text(text, encoding="utf-8")
        print(f"written: {target}")
    return 1 if any(result.differ for result in results) else 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Clearbar beside others, on the same files.")
    parser.add_argument("--rows", type=float, default=1e8, help="ratings of the largest evidence (default 1e8)")
    parser.add_argument(
        "--quick", action="store_true", help="a millionth of the patience: one round, 10^6 ratings at most"
    )
    parser.add_argument("--only", metavar="NAMES", default="", help="some contests, such as clearance,help")
    parser.add_argument("--rounds", type=int, help="rounds of each contest instead of its own number")
    parser.add_argument(
        "--folder", type=Path, help="where generated evidence is kept (default CLEARBAR_BENCH or .cache/bench)"
    )
    parser.add_argument(
        "-o", "--output", type=Path, help="the page (default docs/benchmarks.md; none if --quick or --only)"
    )
    return parser


def _place(asked: argparse.Namespace) -> Place:
    large = min(int(asked.rows), 10**6) if asked.quick else int(asked.rows)
    middle, small, tiny = (10**6, 10**5, 10**4) if asked.quick else (10**7, 10**6, 10**5)
    few = (min(size, large) for size in (middle, small, tiny))
    return Place(folder_of(asked.folder).resolve(), data_of(), large, *few)


def _chosen(every: list[Contest], names: str) -> list[Contest]:
    wanted = [name for name in names.split(",") if name]
    unknown = set(wanted) - {contest.name for contest in every}
    if unknown:
        known = ", ".join(contest.name for contest in every)
        raise SystemExit(f"no contest is called {', '.join(sorted(unknown))}; known: {known}")
    return [contest for contest in every if not wanted or contest.name in wanted]


if __name__ == "__main__":
    sys.exit(main())
