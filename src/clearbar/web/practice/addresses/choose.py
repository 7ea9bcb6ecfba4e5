"""Addresses of choosing. Those of candidates bear a missing slash, as a link that was copied by hand may lack it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from clearbar.web.practice.views import choose, choose_candidates, choose_tries

urlpatterns: list[URLPattern | URLResolver] = [
    path("choosing/switch/", choose.switch, name="choosing-switch"),
    path("choosing/", choose.openings, name="openings"),
    path("choosing/new/", choose.opening_new, name="opening-new"),
    path("choosing/<int:key>/", choose.opening, name="opening"),
    path("choosing/<int:key>/edit/", choose.opening_edit, name="opening-edit"),
    path("choosing/<int:key>/close/", choose.opening_close, name="opening-close"),
    path("choosing/<int:key>/impact/", choose.impact, name="impact"),
    path("choosing/<int:key>/candidate/", choose_candidates.candidate_new, name="candidate-new"),
    path("candidates/<int:key>/", choose_candidates.candidate, name="candidate"),
    path("candidates/<int:key>/link/", choose_candidates.candidate_link, name="candidate-link"),
    path("candidates/<int:key>/raters/", choose_candidates.candidate_raters, name="candidate-raters"),
    path("candidates/<int:key>/decide/", choose_candidates.candidate_decide, name="candidate-decide"),
    path("candidates/<int:key>/withdrew/", choose_candidates.candidate_withdrew, name="candidate-withdrew"),
    path("interviews/", choose_candidates.interviews, name="interviews"),
    path("interviews/<int:key>/", choose_candidates.interview, name="interview"),
    re_path(r"^try/(?P<token>[^/]+)/?$", choose_tries.try_out, name="try-out"),
    re_path(r"^try/(?P<token>[^/]+)/withdraw/?$", choose_tries.try_withdraw, name="try-withdraw"),
]
