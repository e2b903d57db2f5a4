"""Who has a clause open at this moment: shown to the others, never a lock, and not in the ledger."""

from django.conf import settings
from django.db import models

from drafts.models.texts import Clause


class Presence(models.Model):
    """The last sign of life of one person on the desk's page of one clause."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Whether there are words in the form that are not recorded yet.
    is_writing = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clause", "user"], name="one_presence_a_clause")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.clause_id}"
