"""Nothing said in a session is lost, no rule loosened, no adopted record changed."""

from django.db import migrations

from drafts.models.guards import PutUpGuards
from roundtables.models.guards import SESSION_GUARDS


class Migration(migrations.Migration):
    dependencies = [("roundtables", "0001_sessions"), ("consultation", "0012_sitting_guards")]
    operations = [PutUpGuards(SESSION_GUARDS)]
