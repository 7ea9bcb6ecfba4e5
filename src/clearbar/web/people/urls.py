"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from clearbar.web.people.views import audit, badges, house, me, persons, places, rolls, welcomes

urlpatterns: list[URLPattern | URLResolver] = [
    path("", persons.people, name="people"),
    path("welcome/<str:token>/", welcomes.welcome, name="welcome"),
    path("new/", persons.new_person, name="person_new"),
    path("person/<str:id>/", persons.person, name="person"),
    path("person/<str:id>/edit/", persons.edit_person, name="person_edit"),
    path("person/<str:id>/join/", persons.join, name="person_join"),
    path("person/<str:id>/grant/", persons.grant, name="person_grant"),
    path("person/<str:id>/leave/", persons.leave, name="person_leave"),
    path("person/<str:id>/link/", persons.link, name="person_link"),
    path("person/<str:id>/badge/", badges.make, name="person_badge"),
    re_path(r"^person/(?P<id>[^/]+)/(?P<name>come-back|block|unblock|end-badge)/$", persons.act, name="person_act"),
    path("membership/<int:pk>/", persons.membership, name="membership"),
    path("grant/<int:pk>/withdraw/", persons.withdraw, name="grant_withdraw"),
    path("places/", places.places, name="places"),
    path("places/site/", places.site, name="site_new"),
    path("places/site/<slug:id>/", places.site, name="site"),
    path("places/team/", places.team, name="team_new"),
    path("places/team/<slug:id>/", places.team, name="team"),
    path("import/", rolls.upload, name="roll"),
    path("import/template.csv", rolls.template, name="roll_template"),
    path("import/<str:id>/", rolls.preview, name="roll_preview"),
    path("badge/", badges.enter, name="badge"),
    path("badge/lock/", badges.lock, name="badge_lock"),
    path("badge/stay/", badges.stay, name="badge_stay"),
    path("tablets/", badges.tablets, name="tablets"),
    path("tablets/<int:pk>/end/", badges.end, name="tablet_end"),
    path("organisation/", house.organisation, name="organisation"),
    path("me/", me.me, name="me_account"),
    path("me/pin/", me.pin, name="me_pin"),
    path("audit/", audit.lines, name="audit"),
    path("audit/lines.csv", audit.table, name="audit_csv"),
]
