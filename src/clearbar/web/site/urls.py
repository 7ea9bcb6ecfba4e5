"""All addresses."""

from __future__ import annotations

from django.urls import include, path

from clearbar.web.book.views import promises
from clearbar.web.site import views

urlpatterns = [
    path("alive/", views.alive, name="alive"),
    path("accounts/", include("clearbar.web.people.account_urls")),
    path("accounts/", include("allauth.urls")),
    path("book/", include("clearbar.web.book.urls")),
    path("promises/", promises.promises, name="promises"),
    path("people/", include("clearbar.web.people.urls")),
    path("", include("clearbar.web.surveys.urls")),
    path("practice/", include("clearbar.web.practice.urls")),
    path("followup/", include("clearbar.web.followup.urls")),
    path("walks/", include("clearbar.web.walks.urls")),
    path("privacy/", include("clearbar.web.privacy.urls")),
    path("notices/", include("clearbar.web.notices.urls")),
    path("reviews/", include("clearbar.web.reviews.urls")),
    path("api/", include("clearbar.web.api.urls")),
    path("", include("clearbar.web.boards.urls")),
    path("", include("clearbar.web.site.setup_urls")),
]

handler403 = views.not_allowed
handler404 = views.not_here
handler500 = views.broken
