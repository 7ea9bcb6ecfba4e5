"""Raters agree on it.

Where raters who saw the same interaction give it different levels, the standard is read in several ways, whatever it
says. The rule tells a standard whose agreement (Krippendorff's α, see the page of the measure) lies below .67 with its
whole interval: the line below which Krippendorff lets no conclusion stand (Content Analysis, 2004, page 241). Where one
rater explains it, it says so: talk to the rater before you change the words. It needs evidence, and interactions that
two raters rated.

**Missed by**

    levels:
      good: You were treated well.
      underperforming: You were not treated well.

**Met by**

    levels:
      good: You told it once, and it was said back to you.
      underperforming: You told it twice, or nobody said it back.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.agreement import Agreeing
from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB201"
NAME = "raters-disagree"
TEST = Test.MEASURED
SUMMARY = "Raters who saw the same give the same level."
MEASURED = True

LEAST = 0.67
"""Agreement that is surely below this is told."""

_REWRITE = "sit down with two interactions that were rated apart, and write what decides between the levels"
_TOGETHER = "one rater stands apart: rate some interactions together before you change the words"


def check(written: Written) -> Iterator[Finding]:
    """Standards whose raters surely agree too little."""
    for one in written.standards:
        heard = written.heard_of(one.standard.id)
        if heard and heard.agreement and heard.agreement.high < LEAST:
            figure = f"α = {heard.agreement.value:.2f} ({heard.agreement.low:.2f} to {heard.agreement.high:.2f})"
            who = f"{heard.agreed_by}s" if heard.agreed_by else "raters"
            verdict = f": {heard.raters}" if heard.raters else ""
            hint = _TOGETHER if heard.raters == Agreeing.HARSH else _REWRITE
            yield one.finding(CODE, "id", f"{who} disagree on the same interactions, {figure}{verdict}", hint)
