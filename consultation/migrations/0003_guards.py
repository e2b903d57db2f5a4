"""The database refuses changes to what was said, decided and resolved."""

from django.db import migrations

from consultation.models.guards import VOICE_GUARDS
from drafts.models.guards import PutUpGuards


class Migration(migrations.Migration):
    dependencies = [("consultation", "0002_comments"), ("drafts", "0002_guards")]
    operations = [PutUpGuards(VOICE_GUARDS)]
