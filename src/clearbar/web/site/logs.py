"""Log lines that tell where something broke, and nothing of what anybody typed."""

from __future__ import annotations

from logging import Filter, Formatter, LogRecord
from traceback import extract_tb
from types import TracebackType

Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Places(Formatter):
    """A fault as its kind and the places it came by. Its words are left out: they quote what it was given."""

    def formatException(self, ei: Fault) -> str:
        """One line for each fault of the chain."""
        told, fault = [], ei[1]
        while fault is not None:
            places = (f"{one.filename}:{one.lineno}" for one in extract_tb(fault.__traceback__)[-4:])
            told.append(f"  {type(fault).__name__} in {' < '.join(reversed(list(places)))}")
            fault = fault.__cause__ or fault.__context__
        return "\n".join(told)


class Routes(Filter):
    """Lets a line on a request name the route and not the address, in which the token of a link may stand."""

    def filter(self, record: LogRecord) -> bool:
        """Always True; the line is rewritten."""
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            record.msg, record.args = (
                "%s: %s",
                (getattr(record, "status_code", ""), match.route if match else "unknown"),
            )
        return True
