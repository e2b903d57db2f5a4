"""Nothing is added to an adopted record: no words, no correction, no signature, no version, no outcome."""

from django.db import migrations

from drafts.models.guards import PutUpGuards
from roundtables.models.guards import RECORD_GUARDS


class Migration(migrations.Migration):
    dependencies = [("roundtables", "0002_guards")]
    operations = [PutUpGuards(RECORD_GUARDS)]
