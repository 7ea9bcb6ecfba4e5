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
    from clearbar.flow.assess import MEASURES, heard, measure, report, sample, write_sample
    from clearbar.flow.check import check
    from clearbar.flow.collect import import_beside, import_ratings, read_map
    from clearbar.flow.define import changes, new_book, read_book
    from clearbar.flow.inform import write_answer, write_chart, write_report
    from clearbar.flow.lint import lint
    from clearbar.flow.rollup import rollup
    from clearbar.model.errors import (
        BookFault,
        ClearbarError,
        EngineFault,
        EvidenceFault,
        InputFault,
        QuestionFault,
    )
    from clearbar.model.estimate import Answer, Estimate

_WHERE = {
    "MEASURES": "clearbar.flow.assess",
    "Answer": "clearbar.model.estimate",
    "BookFault": "clearbar.model.errors",
    "ClearbarError": "clearbar.model.errors",
    "EngineFault": "clearbar.model.errors",
    "Estimate": "clearbar.model.estimate",
    "EvidenceFault": "clearbar.model.errors",
    "InputFault": "clearbar.model.errors",
    "QuestionFault": "clearbar.model.errors",
    "changes": "clearbar.flow.define",
    "check": "clearbar.flow.check",
    "heard": "clearbar.flow.assess",
    "import_beside": "clearbar.flow.collect",
    "import_ratings": "clearbar.flow.collect",
    "lint": "clearbar.flow.lint",
    "measure": "clearbar.flow.assess",
    "new_book": "clearbar.flow.define",
    "read_book": "clearbar.flow.define",
    "read_map": "clearbar.flow.collect",
    "report": "clearbar.flow.assess",
    "rollup": "clearbar.flow.rollup",
    "sample": "clearbar.flow.assess",
    "write_answer": "clearbar.flow.inform",
    "write_chart": "clearbar.flow.inform",
    "write_report": "clearbar.flow.inform",
    "write_sample": "clearbar.flow.assess",
}

__all__ = [
    "MEASURES",
    "Answer",
    "BookFault",
    "ClearbarError",
    "EngineFault",
    "Estimate",
    "EvidenceFault",
    "InputFault",
    "QuestionFault",
    "changes",
    "check",
    "heard",
    "import_beside",
    "import_ratings",
    "lint",
    "measure",
    "new_book",
    "read_book",
    "read_map",
    "report",
    "rollup",
    "sample",
    "write_answer",
    "write_chart",
    "write_report",
    "write_sample",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'clearbar' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
