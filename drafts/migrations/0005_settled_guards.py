"""The database refuses to change what is settled: silences, decisions, positions, and the end of an adopted text."""

from django.db import migrations

from drafts.models.guards import SETTLED_GUARDS, PutUpGuards


class Migration(migrations.Migration):
    dependencies = [("drafts", "0004_negotiation_guards")]
    operations = [PutUpGuards(SETTLED_GUARDS)]
