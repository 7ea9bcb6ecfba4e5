"""A file of somebody's data: parts → one archive that people read and programs, too.

`data.json` has all of it; `read.html` shows it; `tables/` holds each part for a spreadsheet.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string

from clearbar.web.privacy.queries.own import Part

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def filed(parts: Sequence[Part], *, whose: str, at: datetime) -> bytes:
    """The archive."""
    packed = BytesIO()
    tables = [(one, f"tables/{one.holder}-{one.name}.csv") for one in parts]
    told = {
        "whose": whose,
        "made_at": at,
        "parts": [{"from": one.holder, "name": one.name, "what it is": one.says, "rows": one.rows} for one in parts],
    }
    shown = [{"part": one, "file": file, "columns": _columns(one), "rows": _cells(one)} for one, file in tables]
    page = render_to_string("privacy/filed.html", {"parts": shown, "whose": whose, "at": at})
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("read.html", page)
        archive.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1, default=str))
        for one, file in tables:
            archive.writestr(file, _table(one))
    return packed.getvalue()


def _columns(part: Part) -> list[str]:
    return list(dict.fromkeys(name for row in part.rows for name in row))


def _cells(part: Part) -> list[list[str]]:
    return [[_text(row.get(name)) for name in _columns(part)] for row in part.rows]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return str(value)


def _table(part: Part) -> str:
    written = StringIO()
    table = csv.writer(written)
    table.writerow(_columns(part))
    # A spreadsheet takes what begins like a formula for one, and others wrote some of these words.
    table.writerows(
        [f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell for cell in row] for row in _cells(part)
    )
    return written.getvalue()
