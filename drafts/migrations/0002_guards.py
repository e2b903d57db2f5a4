"""The database refuses changes to what is published, tracked or in the ledger."""

from django.db import migrations

from drafts.models.guards import TEXT_GUARDS, PutUpGuards


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_texts")]
    operations = [PutUpGuards(TEXT_GUARDS)]
