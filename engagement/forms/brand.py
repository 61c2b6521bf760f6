"""What may be typed about how our mail looks."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.colours import LEGIBLE, contrast, is_colour
from engagement.headers import one_line
from engagement.models import Brand
from engagement.pictures import NotAPicture, picture_of
from engagement.rendering.look import FIRST_BYTES

# Every mail carries it along: 200 kB in each of ten thousand are two gigabytes.
LARGEST_LOGO, LONGEST_SIDE = 200_000, 600
SHOWN = ("logo_words", "colour", "text_colour", "signature", "tone", "sender_name", "reply_to")


class ColourField(forms.CharField):
    """A colour, chosen or typed as #1f5f8b."""

    widget = forms.TextInput(attrs={"type": "color"})

    def clean(self, value: Any) -> str:
        """Six digits and nothing else: it is written into every mail."""
        typed: str = super().clean(value).lower()
        if not is_colour(typed):
            raise forms.ValidationError(_("A colour is written like #1f5f8b."))
        return typed


class BrandForm(forms.Form):
    """Logo, colours, signature, and who the mail comes from."""

    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy(
            "PNG or JPEG, at most 600 by 600 pixels and 200 kB: every mail carries it along."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    no_logo = forms.BooleanField(label=gettext_lazy("No logo: write our name instead"), required=False)
    logo_words = forms.CharField(
        label=gettext_lazy("What the logo shows"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For those who do not see pictures."),
    )
    colour = ColourField(label=gettext_lazy("Colour of buttons and links"))
    text_colour = ColourField(label=gettext_lazy("Colour of the words on buttons"))
    signature = forms.CharField(
        label=gettext_lazy("Signature"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Below every mail: “Olga and everybody at the shop”."),
    )
    tone = forms.CharField(
        label=gettext_lazy("How we write"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A note to ourselves; it stands above every text that is written."),
    )
    sender_name = forms.CharField(label=gettext_lazy("Sender’s name"), max_length=80, required=False)
    reply_to = forms.EmailField(label=gettext_lazy("Answers go to"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, typed: Any, files: Any, *, brand: Brand) -> None:
        super().__init__(typed, files, initial={name: getattr(brand, name) for name in (*SHOWN, "version")})
        if brand.logo is None:
            del self.fields["no_logo"]

    def clean_logo(self) -> "UploadedFile[bytes] | None":
        """A picture by its content, whatever it is called."""
        upload: UploadedFile[bytes] | None = self.cleaned_data["logo"]
        if upload is None:
            return None
        try:
            picture = picture_of(upload.read(FIRST_BYTES))
        except NotAPicture as problem:
            raise forms.ValidationError(_("This is neither a PNG nor a JPEG picture.")) from problem
        size = upload.size or 0
        if size > LARGEST_LOGO or max(picture.width, picture.height) > LONGEST_SIDE:
            said = _(
                "This picture has %(width)s by %(height)s pixels and %(size)s kB. Please make it smaller."
            )
            measures = {"width": picture.width, "height": picture.height, "size": -(-size // 1000)}
            raise forms.ValidationError(said, params=measures)
        upload.seek(0)
        return upload

    def clean_sender_name(self) -> str:
        return one_line(self.cleaned_data["sender_name"], 80)

    def clean_signature(self) -> str:
        return str(self.cleaned_data["signature"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Words on a button that nobody can read are refused at once."""
        typed: dict[str, Any] = super().clean() or {}
        if "colour" in typed and "text_colour" in typed:
            found = contrast(typed["colour"], typed["text_colour"])
            if found < LEGIBLE:
                said = _(
                    "Nobody can read this on the colour of the buttons (a contrast of %.1f; 4.5 is good)."
                )
                self.add_error("text_colour", said % found)
        return typed

    def values(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        return {name: self.cleaned_data[name] for name in SHOWN}
