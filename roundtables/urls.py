"""Addresses of sessions. The nouns of the address are those of the glossary."""

from django.urls import path

from roundtables.views import inputs, interventions, outcomes, sessions

app_name = "roundtables"

urlpatterns = [
    # sessions
    path("sessions/<slug:key>/", sessions.session, name="session"),
    # inputs and outcomes
    path(
        "sessions/<slug:key>/interventions/<slug:intervention>/",
        interventions.intervention,
        name="intervention",
    ),
    path(
        "sessions/<slug:key>/interventions/<slug:intervention>/input/",
        inputs.take_in,
        name="take-in",
    ),
    path("sessions/<slug:key>/outcomes/", outcomes.outcomes, name="outcomes"),
    path("sessions/<slug:key>/outcomes/new/", outcomes.conclude, name="conclude"),
    path("sessions/<slug:key>/outcomes/<slug:outcome>/", outcomes.outcome, name="outcome"),
    path("sessions/<slug:key>/outcomes/<slug:outcome>/input/", outcomes.recommend, name="recommend"),
    path("sessions/<slug:key>/outcomes/<slug:outcome>/amendment/", outcomes.agree, name="agree"),
    path("sessions/<slug:key>/outcomes/<slug:outcome>/strike/", outcomes.strike, name="outcome-strike"),
]
