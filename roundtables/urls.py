"""Addresses of sessions. The nouns of the address are those of the glossary."""

from django.urls import path

from roundtables.views import agenda_items, convening, documents, sessions

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
]
