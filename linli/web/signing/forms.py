"""The forms of signing in and of one's own account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WRONG = _("The name or the password is not right.")


def password_field(label: Any, autocomplete: str, *, hint: Any = "", empty: Any) -> forms.CharField:
    """This will give a field for a password: spaces count, and a browser may fill it in or make one."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": empty, "max_length": WRONG},
    )


class SignInForm(forms.Form):
    """Name and password; which of the two was wrong is not said."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter your sign-in name."), "max_length": WRONG},
    )
    password = password_field(_("Password"), "current-password", empty=_("Enter your password."))


class CodeForm(forms.Form):
    """Six digits of an authenticator, or a recovery code."""

    code = forms.CharField(
        label=pgettext_lazy("of an authenticator", "Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code",
            }
        ),
        error_messages={"required": _("Enter the code."), "max_length": _("This is no code.")},
    )


class ConfirmForm(forms.Form):
    """One's own password once more."""

    password = password_field(_("Password"), "current-password", empty=_("Enter your password."))


class PasswordForm(forms.Form):
    """A new password, typed twice."""

    password = password_field(
        _("New password"),
        "new-password",
        hint=_("At least 10 characters; a short sentence is easiest to remember."),
        empty=_("Enter a password."),
    )
    again = password_field(_("The same once more"), "new-password", empty=_("Enter it once more."))

    def clean(self) -> dict[str, Any]:
        """This will compare the two."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("again") and given.get("password") != given.get("again"):
            self.add_error("again", _("The two are not the same."))
        return given
