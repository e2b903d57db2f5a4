"""Addresses of the consultation: reading, saying, moderating, answering, tracing."""

from django.urls import path

from consultation.views import trail

app_name = "consultation"

urlpatterns = [
    # front
    # comments
    # moderation
    # consultations
    # desk
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
