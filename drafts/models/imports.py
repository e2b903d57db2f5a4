"""A file on its way in: kept aside until a person has seen what it would do."""

from django.conf import settings
from django.db import models

from drafts.models.keys import KEY_LENGTH, new_key
from drafts.models.texts import Text


class DraftImport(models.Model):
    """An uploaded draft with the corrections made to its alignment; nothing of it is in the text yet."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="imports")
    language = models.CharField(max_length=12)
    label = models.CharField(max_length=60)
    file_name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField()
    # What the working version held when the preview was made: an import is refused if it changed since.
    basis = models.CharField(max_length=64)
    # By the index of the new clause: the key of the one it continues (empty: it is new) and its other origins.
    corrections = models.JSONField(default=dict, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.label} ({self.language})"
