"""The database refuses changes to amendments, signatures and adoptions; tables that were rebuilt get their guards back."""

from django.db import migrations

from drafts.models.guards import NEGOTIATION_GUARDS, TEXT_GUARDS, PutUpGuards


class Migration(migrations.Migration):
    dependencies = [("drafts", "0003_negotiation")]
    operations = [PutUpGuards((*TEXT_GUARDS, *NEGOTIATION_GUARDS))]
