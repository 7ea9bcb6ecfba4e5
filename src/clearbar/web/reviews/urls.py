"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from clearbar.web.reviews.views import calibrations, cards, choices, cycles, queue, reviewed, watching

urlpatterns: list[URLPattern | URLResolver] = [
    path("", queue.reviews, name="reviews"),
    path("watched/", watching.watched, name="watched"),
    path("<int:key>/", cards.review, name="review"),
    path("<int:key>/replace/", queue.replace, name="replace"),
    path("of/<str:response>/", reviewed.reviewed, name="reviewed"),
    path("of/<str:response>/dispute/<str:standard>/", reviewed.dispute, name="dispute"),
    path("of/<str:response>/correct/<str:standard>/", reviewed.correct, name="correct"),
    path("disputes/", reviewed.all_disputes, name="disputes"),
    path("disputes/<int:key>/", reviewed.decide, name="decide"),
    path("disputes/<int:key>/withdraw/", reviewed.withdraw, name="withdraw"),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/new/", cycles.new, name="new-cycle"),
    path("cycles/<int:key>/", cycles.cycle, name="cycle"),
    path("cycles/<int:key>/draw/", cycles.draw, name="draw-round"),
    path("cycles/<int:key>/end/", cycles.end, name="end-cycle"),
    path("calibrations/", calibrations.calibrations, name="calibrations"),
    path("calibrations/new/", calibrations.new, name="new-calibration"),
    path("calibrations/<int:key>/", calibrations.calibration, name="calibration"),
    path("calibrations/<int:key>/<int:number>/", calibrations.seat, name="seat"),
    path("calibrations/<int:key>/conclude/", calibrations.conclude, name="conclude"),
    path("choices/", choices.choices, name="choices"),
]
