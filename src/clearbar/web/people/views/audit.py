"""Pages of audit lines."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from clearbar.web.audit import queries
from clearbar.web.audit.models import Line
from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.people.forms import date_field
from clearbar.web.people.models import Person, Role

PER_PAGE = 100
HEADS = ("when", "week", "who", "what", "kind", "thing", "about", "fields", "values")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class LinesForm(forms.Form):
    """Which lines to show."""

    person = forms.CharField(label="By or about (name or id)", max_length=120, required=False)
    kind = forms.ChoiceField(label="Kind of thing", required=False)
    since = date_field("From", required=False)
    until = date_field("To", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, kind) for kind in queries.kinds()]
        self.fields["kind"].choices = [("", "all"), *kinds]  # type: ignore[attr-defined]

    def search(self) -> queries.Search:
        """What is searched for; nothing that is not understood."""
        self.full_clean()
        told = self.cleaned_data
        typed = told.get("person", "")
        found = Person.objects.filter(name__iexact=typed).values_list("pk", flat=True).first() if typed else None
        return queries.Search(found or typed, told.get("kind", ""), told.get("since"), told.get("until"))


@allowed(Role.ADMINISTRATOR)
def lines(request: Asked) -> HttpResponse:
    """Who did what to which thing, when."""
    demand(request.scope.over(Role.ADMINISTRATOR, None))
    form = LinesForm(request.GET)
    page = Paginator(queries.lines(form.search()), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(queries.shown(page.object_list))
    names = names_of({one.line.actor for one in shown} | {one.line.subject for one in shown})
    rows = [(one, names.get(one.line.actor), names.get(one.line.subject)) for one in shown]
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "people/audit.html", {"form": form, "page": page, "rows": rows, "query": query.urlencode()})


@allowed(Role.ADMINISTRATOR)
def table(request: Asked) -> StreamingHttpResponse:
    """The same lines as CSV, all of them."""
    demand(request.scope.over(Role.ADMINISTRATOR, None))
    found = queries.lines(LinesForm(request.GET).search())
    response = StreamingHttpResponse(
        _csv(found, timezone.get_current_timezone()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


class _Echo:
    def write(self, text: str) -> str:
        return text


def _csv(found: QuerySet[Line], zone: tzinfo) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEADS)
    rows: list[Line] = []
    for line in found.iterator(chunk_size=1000):
        rows.append(line)
        if len(rows) == 1000:
            yield from (writer.writerow(_cells(one, zone)) for one in queries.shown(rows))
            rows = []
    yield from (writer.writerow(_cells(one, zone)) for one in queries.shown(rows))


def _cells(one: queries.Shown, zone: tzinfo) -> list[str]:
    line = one.line
    values = "; ".join(f"{name}: {value}" for name, value in (one.values or {}).items())
    told = (_time(line.at, zone), line.week, line.actor, line.verb, line.kind, line.thing, line.subject)
    return [_quoted(str(cell)) for cell in (*told, ", ".join(line.fields), "(gone)" if one.gone else values)]


def _time(at: datetime | None, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds") if at else ""


def _quoted(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def names_of(ids: set[str]) -> dict[str, str]:
    """The names behind pseudonyms, where they are known."""
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
