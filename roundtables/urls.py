"""Addresses of sessions. The nouns of the address are those of the glossary."""

from django.urls import path

from roundtables.views import (((((agenda, agenda, agenda_items, attendance, calendars, certificates, commitments, convening, corrections, documents, evaluations, inputs, interventions, inviting, note, notes, outcomes, progress, record_acts, records, seats, sessions, sessions)))))

app_name = "roundtables"

urlpatterns = [
    # sessions
    path("sessions/<slug:key>/", sessions.session, name="session"),
    # convening
    path("programmes/<slug:slug>/sessions/convene/", convening.convene_session, name="convene"),
    path("programmes/<slug:slug>/series/open/", convening.open_a_series, name="series-open"),
    path("series/<slug:slug>/", sessions.series, name="series"),
    path("sessions/<slug:key>/change/", convening.change, name="session-change"),
    path("sessions/<slug:key>/cancel/", convening.cancel, name="session-cancel"),
    path("sessions/<slug:key>/announce/", convening.announce, name="session-announce"),
    path("sessions/<slug:key>/offices/", convening.offices, name="offices"),
    path("sessions/<slug:key>/offices/<int:pk>/end/", convening.office_end, name="office-end"),
    # the agenda of a session
    path("sessions/<slug:key>/agenda/", agenda_items.items, name="items"),
    path("sessions/<slug:key>/agenda/<slug:item>/", agenda_items.item, name="item"),
    path("sessions/<slug:key>/agenda/<slug:item>/move/", agenda_items.move, name="item-move"),
    path("sessions/<slug:key>/agenda/<slug:item>/remove/", agenda_items.remove, name="item-remove"),
    # documents
    path("sessions/<slug:key>/documents/", documents.documents, name="documents"),
    path("sessions/<slug:key>/documents/add/", documents.add, name="document-add"),
    path("sessions/<slug:key>/documents/<slug:document>/", documents.document, name="document"),
    path("sessions/<slug:key>/documents/<slug:document>/remove/", documents.remove, name="document-remove"),
    # agenda and calendars
    path("agenda/", agenda.meetings, name="agenda"),
    path("agenda/calendar.ics", agenda.calendar, name="calendar"),
    path("agenda/news.atom", agenda.news_feed, name="agenda-feed"),
    path(
        "programmes/<slug:programme>/pillars/<int:number>/calendar.ics",
        agenda.pillar_calendar,
        name="pillar-calendar",
    ),
    path("sessions/<slug:key>/calendar.ics", agenda.session_calendar, name="session-calendar"),
    path("agenda/own/", calendars.own_calendar, name="own-calendar"),
    path("agenda/own/address/", calendars.make_address, name="own-calendar-make"),
    path("agenda/own/address/revoke/", calendars.revoke_address, name="own-calendar-revoke"),
    path("agenda/own/<str:token>/calendar.ics", calendars.own_feed, name="own-calendar-feed"),
    # invitations, seats, attendance
    path("sessions/<slug:key>/invited/", inviting.invited, name="invited"),
    path("sessions/<slug:key>/invited/add/", inviting.add, name="invited-add"),
    path("sessions/<slug:key>/invited/send/", inviting.send, name="invited-send"),
    path("sessions/<slug:key>/invited/withdraw/", inviting.withdraw, name="invited-withdraw"),
    path("sessions/<slug:key>/seats/", inviting.seats, name="seats"),
    path("my-sessions/", seats.own_sessions, name="own-sessions"),
    path("my-sessions/<slug:key>/", seats.answer, name="answer-invitation"),
    path("sessions/<slug:key>/attendance/", attendance.attendance, name="attendance"),
    path("sessions/<slug:key>/attendance/take/", attendance.take, name="attendance-take"),
    path("sessions/<slug:key>/attendance/enter/", attendance.enter, name="attendance-enter"),
    path("sessions/<slug:key>/attendance/remove/", attendance.remove, name="attendance-remove"),
    path("sessions/<slug:key>/attendance/list/", attendance.pasted, name="attendance-list"),
    path("sessions/<slug:key>/attendance/list/enter/", attendance.enter_pasted, name="attendance-list-enter"),
    path("sessions/<slug:key>/certificate/", certificates.certificate, name="certificate"),
    path("certificates/", certificates.check, name="check-certificate"),
    path("certificates/<str:token>/", certificates.certified, name="certified"),
    # notes and interventions
    path("sessions/<slug:key>/notes/", notes.notes, name="notes"),
    path("sessions/<slug:key>/notes/news/", notes.news, name="notes-news"),
    path("sessions/<slug:key>/notes/<slug:note>/", note.note, name="note"),
    path("sessions/<slug:key>/notes/<slug:note>/reword/", note.reword, name="note-reword"),
    path("sessions/<slug:key>/notes/<slug:note>/attribute/", note.attribute, name="note-attribute"),
    path("sessions/<slug:key>/notes/<slug:note>/strike/", note.strike, name="note-strike"),
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
