"""`python -m examples.demo OUT`: writes OUT/interactions.jsonl, invitations.csv, events.csv and truth.json."""

from __future__ import annotations

import argparse
from pathlib import Path

from examples.demo.simulate import simulate
from examples.demo.training import as_csv


def main() -> None:
    """Simulate and write; one line is printed for each file."""
    parser = argparse.ArgumentParser(prog="python -m examples.demo", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="folder to write to; it is made if need be")
    parser.add_argument("--seed", type=int, default=7, help="the same seed writes the same bytes (default 7)")
    parser.add_argument("--ratings", type=int, default=60_000, help="about how many ratings (default 60000)")
    asked = parser.parse_args()
    simulated = simulate(asked.seed, asked.ratings)
    asked.out.mkdir(parents=True, exist_ok=True)
    counts = simulated.truth.counts
    interactions = asked.out / "interactions.jsonl"
    interactions.write_text(simulated.to_jsonl(), encoding="utf-8", newline="\n")
    print(
        f"{interactions}: {counts.interactions} interactions, {counts.given} ratings given, "
        f"about {counts.from_checks} more to come from checks"
    )
    for name, rows in (("invitations", simulated.invitations), ("events", simulated.events)):
        table = asked.out / f"{name}.csv"
        table.write_text(as_csv(list(rows)), encoding="utf-8", newline="\n")
        print(f"{table}: {len(rows)} {name}")
    truth = asked.out / "truth.json"
    truth.write_text(simulated.truth.to_json(), encoding="utf-8", newline="\n")
    print(f"{truth}: what is true of {len(simulated.truth.standards)} standards")


if __name__ == "__main__":
    main()
