"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from clearbar.web.practice.views import due, learning, question_edit, questions, quizzes, syncing

urlpatterns: list[URLPattern | URLResolver] = [
    path("quiz/", quizzes.quiz, name="quiz"),
    path("quiz/clock/", quizzes.clock, name="quiz_clock"),
    path("quiz/<int:key>/", quizzes.result, name="quiz_result"),
    path("quiz/<int:key>/<int:number>/", quizzes.question, name="quiz_question"),
    path("due/", due.due, name="due"),
    path("due/items/", due.items, name="due_items"),
    path("due/offline/", due.shell, name="due_shell"),
    path("learning/", learning.own, name="learning_own"),
    path("learning/<str:person>/", learning.learning, name="learning"),
    path("learning/<str:person>/another/", quizzes.another, name="quiz_another"),
    path("questions/", questions.questions, name="questions"),
    path("questions/talks/", question_edit.talks, name="question_talks"),
    path("questions/choices/", questions.choices, name="quiz_choices"),
    path("questions/new/<str:kind>/", question_edit.new, name="question_new"),
    path("questions/new/<str:kind>/instead/<int:key>/", question_edit.new, name="question_instead"),
    path("questions/<int:key>/", questions.question, name="question"),
    path("questions/<int:key>/ask/", questions.ask, name="question_ask"),
    path("questions/<int:key>/away/", questions.put_away, name="question_away"),
    path("sync/", syncing.sync, name="sync"),
    path("worker.js", syncing.worker, name="worker"),
]
