"""Clearbar: how far do your customers say you clear the bar?

    import clearbar

    book = clearbar.read_book("book")
    clearbar.check(book, open("conversations.jsonl", "rb"), Path("evidence"), new_id=lambda: uuid4().hex)
    clearbar.measure("clearance", "evidence", by=["site", "standard"])
    clearbar.write_report(clearbar.report(book, "evidence"), Path("report.html"))

Names load when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clearbar.flow.assess import MEASURES, measure, report
    from clearbar.flow.check import check
    from clearbar.flow.define import read_book
    from clearbar.flow.inform import write_report
    from clearbar.model.errors import BookFault, ClearbarError, EvidenceFault, QuestionFault
    from clearbar.model.estimate import Answer, Estimate

_WHERE = {
    "MEASURES": "clearbar.flow.assess",
    "Answer": "clearbar.model.estimate",
    "BookFault": "clearbar.model.errors",
    "ClearbarError": "clearbar.model.errors",
    "Estimate": "clearbar.model.estimate",
    "EvidenceFault": "clearbar.model.errors",
    "QuestionFault": "clearbar.model.errors",
    "check": "clearbar.flow.check",
    "measure": "clearbar.flow.assess",
    "read_book": "clearbar.flow.define",
    "report": "clearbar.flow.assess",
    "write_report": "clearbar.flow.inform",
}

__all__ = [
    "MEASURES",
    "Answer",
    "BookFault",
    "ClearbarError",
    "Estimate",
    "EvidenceFault",
    "QuestionFault",
    "check",
    "measure",
    "read_book",
    "report",
    "write_report",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'clearbar' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
