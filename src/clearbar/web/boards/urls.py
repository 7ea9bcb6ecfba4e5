"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from clearbar.web.boards.views import analyst, charts, files, further, home, house, person, report, team

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("me/", person.me, name="me"),
    path("team/", team.teams, name="teams"),
    path("team/<slug:id_>/", team.team, name="team-board"),
    path("persons/<str:id_>/", person.person, name="person-board"),
    path("house/", house.house, name="house"),
    path("look/<slug:kind>/<str:id_>/<slug:name>/", further.further, name="look-further"),
    path("look/<slug:kind>/<str:id_>/<slug:name>/file.<slug:suffix>", files.look_file, name="look-file"),
    path("board/<slug:kind>/<str:id_>/file.<slug:suffix>", files.board_file, name="board-file"),
    path("ratings/", person.ratings, name="ratings"),
    path("analyst/", analyst.measures, name="analyst"),
    path("analyst/<slug:name>/", analyst.measure, name="analyst-measure"),
    path("analyst/<slug:name>/file.<slug:suffix>", analyst.measure_file, name="analyst-file"),
    path("report/", report.report, name="report"),
    path("report/whole/", report.whole_report, name="whole-report"),
    path("report/report.pdf", report.paper_report, name="paper-report"),
    path("charts/<slug:stamp>/<str:name>", charts.chart_part, name="chart-part"),
]
