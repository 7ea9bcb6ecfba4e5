"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from clearbar.web.practice.views import rehearse, rehearse_endpoint, rehearse_texts, sheet, talk, talk_said

urlpatterns: list[URLPattern | URLResolver] = [
    path("rehearse/", rehearse.rehearse, name="rehearse"),
    path("rehearse/texts/", rehearse_texts.texts, name="scenario_texts"),
    path("rehearse/texts/out/", rehearse_texts.take_out, name="scenarios_out"),
    path("rehearse/texts/in/", rehearse_texts.take_in, name="scenarios_in"),
    path("rehearse/texts/<slug:name>/", rehearse_texts.text, name="scenario_text"),
    path("rehearse/texts/<slug:name>/act/", rehearse_texts.act, name="scenario_act"),
    path("rehearse/models/", rehearse_endpoint.endpoints, name="endpoints"),
    path("rehearse/models/<slug:key>/", rehearse_endpoint.endpoint, name="endpoint"),
    path("rehearse/models/<slug:key>/act/", rehearse_endpoint.act, name="endpoint_act"),
    path("rehearse/of/<str:person>/", talk_said.rehearsals_of, name="rehearsals_of"),
    path("rehearse/for/<str:standard>/", rehearse.for_standard, name="rehearse_for"),
    path("rehearse/scenario/<str:scenario>/", rehearse.scenario, name="rehearse_scenario"),
    path("talk/<int:key>/", talk.talk, name="talk"),
    path("talk/<int:key>/stop/", talk.stop, name="talk_stop"),
    path("talk/<int:key>/again/", talk.again, name="talk_again"),
    path("talk/<int:key>/feedback/", talk_said.feedback, name="talk_feedback"),
    path("talk/<int:key>/see/", talk_said.see, name="talk_see"),
    path("talk/<int:key>/ask/", talk_said.ask, name="talk_ask"),
    path("talk/<int:key>/view/", talk_said.view, name="talk_view"),
    path("sheet/<int:key>/", sheet.sheet, name="customer_sheet"),
]
