"""The attribution rules in plain words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultation.models import Attribution

EXPLAINED: Mapping[Attribution, str | Promise] = {
    Attribution.NAMED: _(
        "Named: what is said is written down with who said it, and for which organisation."
        " Their name is shown with their consent only."
    ),
    Attribution.CATEGORY: _(
        "By category only: what is said is written down with the category of who said it, such as “civil society”,"
        " and nothing else. No name and no organisation is ever stored beside it."
    ),
    Attribution.NONE: _(
        "Not attributed: only what is said is written down. Who said it is stored nowhere, not even their category."
    ),
}
FOR_EVER = _("The rule is set when the session is convened. It can be made stricter, never looser.")
