"""No back door into an adopted record, nor past a rule: not by an item, an input, or what is on the table."""

from django.db import migrations

from drafts.models.guards import PutUpGuards
from roundtables.models.guards import BACK_DOOR_GUARDS, SESSION_GUARDS


class Migration(migrations.Migration):
    dependencies = [("roundtables", "0003_record_guards"), ("consultation", "0013_unattributed")]
    operations = [PutUpGuards((*SESSION_GUARDS, *BACK_DOOR_GUARDS))]
