"""What people register, sign and answer is kept by the database; tables that were rebuilt get their guards back."""

from django.db import migrations

from consultation.models.guards import HEARD_GUARDS, REOPENING_GUARDS, VOICE_GUARDS
from drafts.models.guards import PutUpGuards


class Migration(migrations.Migration):
    dependencies = [("consultation", "0006_heard")]
    operations = [PutUpGuards((*VOICE_GUARDS, *REOPENING_GUARDS, *HEARD_GUARDS))]
