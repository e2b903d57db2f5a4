"""Addresses of sessions. The nouns of the address are those of the glossary."""

from django.urls import path

from roundtables.views import commitments, evaluations, progress, sessions

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
    path("programmes/<slug:slug>/commitments/", commitments.commitments, name="commitments"),
    path("programmes/<slug:slug>/commitments/new/", commitments.new, name="commitment-record"),
    path("commitments/<slug:key>/", commitments.commitment, name="commitment"),
    path("commitments/<slug:key>/follow/", commitments.follow, name="commitment-follow"),
    path("programmes/<slug:slug>/progress/", progress.reports, name="progress"),
    path("programmes/<slug:slug>/progress/make/", progress.make, name="progress-make"),
    path("progress/<slug:key>/", progress.report, name="progress-report"),
    path("progress/<slug:key>.csv", progress.file, name="progress-file"),
    path("progress/<slug:key>/release/", progress.release, name="progress-release"),
]
