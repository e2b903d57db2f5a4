"""Addresses of sessions. The nouns of the address are those of the glossary."""

from django.urls import path

from roundtables.views import corrections, record_acts, records, sessions

app_name = "roundtables"

urlpatterns = [
    # sessions
    path("sessions/<slug:key>/", sessions.session, name="session"),
    # records
    path("sessions/<slug:key>/record/", records.record, name="record"),
    path("sessions/<slug:key>/record/<int:number>/", records.record, name="record-version"),
    path("sessions/<slug:key>/record/<int:number>/paper/", records.paper, name="record-paper"),
    path("sessions/<slug:key>/record/compare/<int:old>/<int:new>/", records.compare, name="record-compare"),
    path("sessions/<slug:key>/record/circulate/", record_acts.circulate, name="record-circulate"),
    path("sessions/<slug:key>/record/close/", record_acts.correct, name="record-correct"),
    path("sessions/<slug:key>/record/sign/", record_acts.sign, name="record-sign"),
    path("sessions/<slug:key>/record/adopt/", record_acts.adopt, name="record-adopt"),
    path("sessions/<slug:key>/record/publish/", record_acts.publish, name="record-publish"),
    path("sessions/<slug:key>/record/corrections/", corrections.corrections, name="corrections"),
    path("sessions/<slug:key>/record/corrections/ask/", corrections.ask, name="correction-ask"),
    path(
        "sessions/<slug:key>/record/corrections/<slug:correction>/", corrections.correction, name="correction"
    ),
    path(
        "sessions/<slug:key>/record/corrections/<slug:correction>/withdraw/",
        corrections.withdraw,
        name="correction-withdraw",
    ),
]
