"""Where somebody has spoken, when inputs become visible is never loosened, whatever the clock says."""

from django.db import migrations

from consultation.models.guards import UNLOOSENED_GUARD
from drafts.models.guards import PutUpGuards


class Migration(migrations.Migration):
    dependencies = [("consultation", "0009_guards_again")]
    operations = [PutUpGuards([UNLOOSENED_GUARD])]
