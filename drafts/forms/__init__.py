"""Opening a text, giving roles on it, and bringing a draft in."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from drafts.models import Pillar, Programme, Role, Text, Weight
from drafts.reports.importing import ImportPreview, ImportRow
from drafts.reports.remarks import why_unreadable
from drafts.text.markup import MAX_BYTES, UnreadableDraft


def language_choices(text: Text) -> list[tuple[str, str]]:
    """The languages of the interface, and the text's own where it is another."""
    codes = [code for code, _name in settings.LANGUAGES]
    if text.language not in codes:
        codes.append(text.language)
    return [(code, str(get_language_info(code)["name_translated"])) for code in codes]


class ImportForm(forms.Form):
    """A draft, as a file or as pasted words; reading it is left to the action."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Markdown or plain text in UTF-8, up to 5 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".md,.markdown,.txt,text/plain,text/markdown"}),
    )
    draft = forms.CharField(
        label=_("Or its words, pasted"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "words"}),
    )
    language = forms.ChoiceField(label=_("Language of the draft"))
    label = forms.CharField(
        label=_("Name of the version"), help_text=_("As it is printed on the draft."), max_length=60
    )

    def __init__(self, data: Any = None, files: Any = None, *, text: Text, label: str) -> None:
        super().__init__(data, files, initial={"language": text.language, "label": label})
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the draft"), choices=language_choices(text)
        )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        file, words = cleaned.get("file"), cleaned.get("draft", "")
        if file is not None and words.strip():
            self.add_error(
                "file", _("Choose a file or paste the words, not both. The pasted words are kept.")
            )
        elif file is not None:
            self._take_file(file)
        elif words.strip():
            self._take("draft", words.encode())
        else:
            self.add_error("file", _("Choose the file that holds the draft, or paste its words below."))
        return cleaned

    def _take_file(self, file: "UploadedFile[bytes]") -> None:
        """Read the file only where its size allows it; larger ones stay on disk and are thrown away."""
        size = file.size or 0
        if size > MAX_BYTES:
            self.refuse("file", UnreadableDraft("too_large", size=size, limit=MAX_BYTES))
        else:
            self._take("file", file.read())

    def _take(self, source: str, content: bytes) -> None:
        self.cleaned_data["source"] = source
        self.cleaned_data["content"] = content

    def refuse(self, source: str, refusal: UnreadableDraft) -> None:
        """Say beside the field why its draft could not be read."""
        self.add_error(source, why_unreadable(refusal))

    @property
    def file_name(self) -> str:
        """The file's own name, for people only; nothing is ever opened by it."""
        file = self.cleaned_data.get("file")
        return file.name or "" if file else ""


class CorrectionsForm(forms.Form):
    """Which clause each row continues, as a person chose it; rows that are not sent stay as they are."""

    def __init__(self, data: Mapping[str, Any], preview: ImportPreview) -> None:
        super().__init__(data)
        self._preview = preview
        keys = [("", ""), *((clause.key, "") for clause in preview.old)]
        for row in preview.rows:
            if self.name_of(row) in data:
                self.fields[self.name_of(row)] = forms.ChoiceField(choices=keys, required=False)

    @staticmethod
    def name_of(row: ImportRow) -> str:
        """The name of a row's select in the page."""
        return f"clause-{row.index}"

    def clean(self) -> dict[str, Any]:
        chosen = [key for key in self._changed().values() if key]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(
                _(
                    "One clause was chosen for two rows. Choose it for one; the other is new or continues another."
                )
            )
        return self.cleaned_data

    def _changed(self) -> dict[int, str]:
        changed = {}
        for row in self._preview.rows:
            key = self.cleaned_data.get(self.name_of(row))
            if key is not None and key != (row.continues.key if row.continues else ""):
                changed[row.index] = key
        return changed

    @property
    def corrections(self) -> dict[int, str]:
        """Row → key of the clause it continues. A clause taken from a row that a person chose leaves that row new."""
        changed = self._changed()
        taken = set(changed.values()) - {""}
        for row in self._preview.rows:
            if row.corrected and row.index not in changed and row.continues and row.continues.key in taken:
                changed[row.index] = ""
        return changed


class ApplyForm(forms.Form):
    """How much the new draft changes, and why."""

    weight = forms.ChoiceField(
        label=_("Weight"),
        choices=[(each.value, capfirst(each.label)) for each in Weight],
        initial=Weight.SUBSTANCE,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Everyone reads it beside the changed words."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class TextForm(forms.Form):
    """A new text of a programme."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    slug = forms.SlugField(
        label=_("Name in addresses"), help_text=_("Small letters, digits and hyphens; it never changes.")
    )
    pillar = forms.ModelChoiceField(
        label=_("Pillar"),
        queryset=Pillar.objects.none(),
        required=False,
        empty_label=_("none: a preamble or a cross-cutting text"),
    )
    kind = forms.ChoiceField(
        label=_("Without a pillar it is"),
        choices=[(kind.value, kind.label) for kind in (Text.Kind.PREAMBLE, Text.Kind.CROSS_CUTTING)],
        initial=Text.Kind.CROSS_CUTTING,
    )
    language = forms.ChoiceField(label=_("Language of negotiation"), choices=settings.LANGUAGES)

    def __init__(self, data: Any = None, *, programme: Programme) -> None:
        super().__init__(data)
        # A pillar has one text.
        pillars = Pillar.objects.filter(programme=programme, text=None).order_by("number")
        self.fields["pillar"].queryset = pillars  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if Text.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another text has this name. Choose another."))
        return slug

    @property
    def title(self) -> dict[str, str]:
        """The titles that were given, by language."""
        titles = {"en": self.cleaned_data["title_en"], "fr": self.cleaned_data["title_fr"]}
        return {language: title for language, title in titles.items() if title}

    @property
    def text_kind(self) -> Text.Kind:
        return Text.Kind.PILLAR if self.cleaned_data["pillar"] else Text.Kind(self.cleaned_data["kind"])


NO_ACCOUNT = _("Nobody has confirmed an account with this address. Ask them to sign up and confirm it first.")


def confirmed_account(email: str) -> AbstractBaseUser | None:
    """The account of an address that its owner has confirmed: until then anybody may have typed it."""
    confirmed = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True)
    address = confirmed.select_related("user").first()
    return address.user if address else None


class GrantForm(forms.Form):
    """Somebody with an account, and the role they get."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("Of somebody who has an account."))
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, capfirst(role.label)) for role in Role])
    delegation = forms.CharField(
        label=_("Delegation"),
        help_text=_("The state or body they speak for in the committee."),
        required=False,
        max_length=120,
    )

    def clean_email(self) -> AbstractBaseUser:
        user = confirmed_account(self.cleaned_data["email"])
        if user is None:
            raise forms.ValidationError(NO_ACCOUNT)
        return user
