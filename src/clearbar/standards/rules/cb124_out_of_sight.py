"""Those who are asked were there.

A back-stage step happens where the customer is not, and a journey for colleagues or vendors has no customer in it.
Whoever is asked about what they could not see answers with their mood. Outcomes are another matter: what was made back
stage may well be seen in what comes out of it.

**Missed by**

    - step: pack
      stage: back
      standards:
        - id: order.greeted
          dimension: courtesy
          measured_by: customer

**Met by**

    - step: pack
      stage: back
      standards:
        - id: order.greeted
          dimension: courtesy
          measured_by: [colleague, peer]
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.book import Audience, Dimension, Source, Stage
from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB124"
NAME = "out-of-sight"
TEST = Test.ENFORCEABLE
SUMMARY = "Those who judge a standard can see it."

_OUTSIDE = frozenset({Source.CUSTOMER, Source.SHOPPER, Source.COLLEAGUE, Source.VENDOR})
_AHEAD = frozenset({Source.CUSTOMER, Source.SHOPPER, Source.VENDOR})
_INVITED = {
    Audience.CUSTOMER: frozenset({Source.CUSTOMER, Source.SHOPPER, Source.COLLEAGUE}),
    Audience.COLLEAGUE: frozenset({Source.COLLEAGUE}),
    Audience.VENDOR: frozenset({Source.VENDOR, Source.COLLEAGUE}),
}


def check(written: Written) -> Iterator[Finding]:
    """Standards all of whose sources are people who were not there."""
    for one in written.standards:
        sources = set(one.standard.measured_by)
        unseen = one.step.stage is Stage.BACK and one.standard.dimension is not Dimension.OUTCOME
        absent = _AHEAD if unseen else _OUTSIDE - _INVITED[one.journey.audience]
        if sources and sources <= absent:
            who = " and ".join(sorted(source.value for source in sources))
            where = "a back-stage step" if unseen else f"a journey for a {one.journey.audience.value}"
            hint = "ask somebody who is there: a colleague, a peer, a coach, a reviewer, oneself"
            yield one.finding(CODE, "measured_by", f"the {who} cannot see this: it happens in {where}", hint)
