"""A journey as it was walked → a part of somebody's page."""

from __future__ import annotations

from clearbar.model.walked import Walked
from clearbar.reports import walked
from clearbar.reports.alone import Fragment, fragment_from


def walked_fragment(found: Walked, key: str = "") -> Fragment:
    """Sentence, picture, and the same figures as a table."""
    return fragment_from(walked.section(found, key))
