"""Until a consultation opens, when its inputs become visible may be set anew."""

from django.db import migrations

from consultation.models.guards import HEARD_GUARDS
from drafts.models.guards import PutUpGuards


class Migration(migrations.Migration):
    dependencies = [("consultation", "0007_heard_guards")]
    operations = [
        PutUpGuards(guard for guard in HEARD_GUARDS if guard.table == "consultation_consultation"),
    ]
