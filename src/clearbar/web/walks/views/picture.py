"""Pages of the journey picture."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from clearbar.web.book.queries import current
from clearbar.web.bridge import walked
from clearbar.web.people.access import Asked, allowed
from clearbar.web.walks.queries import picture as queries
from clearbar.web.walks.queries.walk import notes_of, photos_shown


@allowed()
def pictures(request: Asked) -> HttpResponse:
    """Every journey, with how often it was walked."""
    book = current()
    listed = queries.listed(request.scope, book) if book else []
    return render(request, "walks/picture/pictures.html", {"journeys": listed})


@allowed()
def picture(request: Asked, journey: str) -> HttpResponse:
    """One journey: walks over what customers say and what is promised."""
    book = current()
    chosen = next((one for one in book.journeys if one.id == journey), None) if book else None
    offered = queries.sites(request.scope)
    site = request.GET.get("site", "")
    if book is None or chosen is None or (site and site not in dict(offered)):
        raise Http404
    found = queries.picture(request.scope, book, chosen, site)
    has_figures = found.walks or any(one.clearance for one in found.steps)
    titles = {step.id: step.title for step in chosen.steps}
    told = {
        "journey": chosen,
        "notes": [(titles.get(step, step), words) for step, words in notes_of(request.scope, journey, site=site)],
        "photos": [(one.pk, titles.get(one.step, one.step)) for one in photos_shown(request.scope, journey, site)],
        "walks": found.walks,
        "fragment": walked.drawn(found) if has_figures else None,
        "sites": offered if len(offered) > 1 else [],
        "site": site,
    }
    return render(request, "walks/picture/picture.html", told)
