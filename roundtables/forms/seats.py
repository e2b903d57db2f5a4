"""What is asked of somebody who answers an invitation, and of the secretariat that makes the list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consultation.models import Category, User
from drafts.forms import NO_ACCOUNT, confirmed_account
from roundtables.actions.seats import Said
from roundtables.models import Seat

MOST_SEATS = 5000
Answer = Seat.Answer


class AnswerForm(forms.Form):
    """Yes, no, or who comes instead. `members` are those of the organisation, as (key, name)."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[(Answer.YES, _("Yes")), (Answer.NO, _("No")), (Answer.PROXY, _("A proxy comes"))],
        widget=forms.RadioSelect,
    )
    member = forms.ChoiceField(label=_("Who attends for you"), required=False)
    name = forms.CharField(
        label=_("Or their name"),
        help_text=_("Of somebody who has no account here."),
        max_length=120,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail address of the proxy"),
        help_text=_("Of somebody who has an account; else write the name of the proxy."),
        required=False,
    )
    note = forms.CharField(
        label=_("A note for the secretariat"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if members is None:
            del self.fields["member"]
            self.fields["name"].label = _("Or the name of the proxy")
            return
        who = self.fields["member"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = [("", "–"), *members]

    def clean_email(self) -> User | None:
        address = self.cleaned_data["email"]
        if not address:
            return None
        user = confirmed_account(address)
        if not isinstance(user, User):
            raise forms.ValidationError(NO_ACCOUNT)
        return user

    def clean(self) -> dict[str, Any]:
        """One who comes: a member or a name with a yes of an organisation, an account or a name with a proxy."""
        given = self.cleaned_data
        answer, errors = given.get("answer"), self.errors
        named = [field for field in ("member", "name", "email") if given.get(field)]
        if answer == Answer.PROXY and "email" not in errors and not {"name", "email"} & set(named):
            self.add_error("email", _("Say who comes: an address, or a name."))
        if answer == Answer.PROXY and {"name", "email"} <= set(named):
            self.add_error("name", _("Give an address or a name, not both."))
        if answer == Answer.YES and {"member", "name"} <= set(named):
            self.add_error("name", _("Choose a member or write a name, not both."))
        return given

    def said(self, members: dict[str, User]) -> Said:
        """The answer, with what belongs to it and nothing else that was filled in."""
        given = self.cleaned_data
        answer = Answer(given["answer"])
        if answer == Answer.PROXY:
            return Said(answer, given["email"], given["name"], given["note"])
        if answer == Answer.YES and "member" in self.fields:
            return Said(answer, members.get(given["member"]), given["name"], given["note"])
        return Said(answer, note=given["note"])


class SeatsForm(forms.Form):
    """How many seats the room has."""

    seats = forms.IntegerField(
        label=_("Seats in the room"),
        help_text=_("Leave it empty where there is room for all."),
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
    )


class WhomForm(forms.Form):
    """Whom to look for, to put them on the list."""

    q = forms.CharField(
        label=_("Name of an organisation or a person"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class CategoryForm(forms.Form):
    """All of a category at once."""

    category = forms.ChoiceField(
        label=_("All of a category"),
        choices=[(each.value, capfirst(each.label)) for each in Category],
    )
