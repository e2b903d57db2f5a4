"""Addresses of the consultation: reading, saying, moderating, answering, tracing."""

from django.urls import path

from consultation.views import answers, desk, moderation, publishing, trail

app_name = "consultation"

urlpatterns = [
    # front
    # comments
    # moderation
    path("moderation/", moderation.queue, name="moderation"),
    path("comments/<slug:reference>/moderate/", moderation.moderate, name="moderate"),
    # consultations
    # desk
    path("desk/", desk.desks, name="desks"),
    path("texts/<slug:text>/desk/", desk.desk, name="desk"),
    path("texts/<slug:text>/desk/<slug:key>/", answers.desk_clause, name="desk-clause"),
    path("texts/<slug:text>/desk/<slug:key>/revise/", answers.revise, name="desk-revise"),
    path("comments/<slug:reference>/dispose/", answers.dispose, name="dispose"),
    path("texts/<slug:text>/publish/", publishing.publish, name="publish"),
    path("texts/<slug:text>/<slug:version>/consult/", publishing.consult, name="consultation-open"),
    # trail
    path("comments/<slug:reference>/", trail.comment, name="comment"),
    path("revisions/<int:pk>/", trail.revision, name="revision"),
    path("clauses/<slug:key>/history/", trail.history, name="history"),
    path("texts/<slug:text>/compare/", trail.compare_choice, name="compare-choice"),
    path("texts/<slug:text>/compare/<slug:old>/<slug:new>/", trail.compare, name="compare"),
    path("texts/<slug:text>/<slug:version>/clauses/<slug:key>/why/", trail.why, name="why"),
    path("ledger/", trail.ledger, name="ledger"),
    # reading (last: a version's slug stands where other words may)
]
