"""Whoever judges the outcome is able to.

A patient can say whether they were listened to, hardly whether the dose was right; a customer sees that the light is
on, not that the wiring is safe. An outcome of that kind needs a reviewer, a peer or the person's own compass beside the
customer. The rule takes an outcome for such a one if its promise speaks of what only an expert sees (correct, accurate,
safe, sterile, diagnosis …). It cannot see expertise that is written in other words.

**Missed by**

    - id: visit.dose
      dimension: outcome
      promise: You get the correct dose.
      measured_by: customer

**Met by**

    - id: visit.dose
      dimension: outcome
      promise: You get the correct dose.
      measured_by: [reviewer, peer]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clearbar.model.book import Dimension, Source
from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB144"
NAME = "unjudgeable-outcome"
TEST = Test.CUSTOMERS_VIEW
SUMMARY = "An outcome that customers cannot judge has a source that can."

_ABLE = frozenset({Source.REVIEWER, Source.COACH, Source.PEER, Source.SELF, Source.CHECK, Source.COLLEAGUE})
_EXPERT = {
    language: re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE)
    for language, words in {
        "en": (
            "correct",
            "accura",
            "safe",
            "sterile",
            "hygien",
            "diagnos",
            "dosage",
            "dose",
            "secure",
            "lawful",
            "legally",
        ),
        "de": (
            "korrekt",
            "sicher(?!lich)",
            "steril",
            "hygien",
            "diagnos",
            "dosis",
            "dosier",
            "rechtmäßig",
            "fachgerecht",
        ),
        "nl": ("correct", "veilig", "steriel", "hygiën", "diagnos", "dosis", "dosering", "rechtmatig", "vakkundig"),
    }.items()
}


def check(written: Written) -> Iterator[Finding]:
    """Outcomes that only customers judge, though they cannot."""
    for one in written.standards:
        standard, words = one.standard, _EXPERT.get(written.book.language.partition("-")[0])
        told = words.search(standard.promise) if words else None
        asked = {*standard.measured_by}
        if told and standard.dimension is Dimension.OUTCOME and asked and not _ABLE & asked:
            message = f"those who are asked cannot judge this outcome: `{told.group()}` is for an expert to say"
            yield one.finding(CODE, "measured_by", message, "add a reviewer, a peer or self to `measured_by`")
