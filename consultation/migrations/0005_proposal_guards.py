"""The database keeps what was reopened; tables that were rebuilt get their guards back."""

from django.db import migrations

from consultation.models.guards import REOPENING_GUARDS, VOICE_GUARDS
from drafts.models.guards import PutUpGuards


class Migration(migrations.Migration):
    dependencies = [("consultation", "0004_proposals"), ("drafts", "0004_negotiation_guards")]
    operations = [PutUpGuards((*VOICE_GUARDS, *REOPENING_GUARDS))]
