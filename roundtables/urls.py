"""Addresses of sessions. The nouns of the address are those of the glossary."""

from django.urls import path

from roundtables.views import evaluations, sessions

app_name = "roundtables"

urlpatterns = [
    # sessions
    path("sessions/<slug:key>/", sessions.session, name="session"),
    # learning
    path("sessions/<slug:key>/evaluation/", evaluations.evaluation, name="evaluation"),
    path("sessions/<slug:key>/evaluation/ask/", evaluations.ask, name="evaluation-ask"),
    path("sessions/<slug:key>/evaluation/results/", evaluations.results, name="evaluation-results"),
    path("sessions/<slug:key>/evaluation/results/<slug:table>.csv", evaluations.file, name="evaluation-file"),
    path("series/<slug:slug>/evaluations/", evaluations.of_series, name="series-evaluations"),
]
