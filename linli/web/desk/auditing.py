"""Kinds and subjects of facts in words, for the auditor, who sees nothing else of them."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.web.desk.story import KINDS

OTHERS: dict[str, "str | Promise"] = {
    "contact.kept": gettext_lazy("Contact kept"),
    "contact.changed": gettext_lazy("Contact changed"),
    "contact.looked": gettext_lazy("Contact looked at"),
    "contact.erased": gettext_lazy("Contact erased"),
    "picture.stored": gettext_lazy("Picture stored"),
    "picture.redacted": gettext_lazy("Parts of a picture covered"),
    "picture.restored": gettext_lazy("Picture brought back"),
    "picture.released": gettext_lazy("Picture made public"),
    "picture.unreleased": gettext_lazy("Picture taken back"),
    "picture.original_looked": gettext_lazy("Original of a picture looked at"),
    "picture.erased": gettext_lazy("Picture erased"),
    "complaint.made": gettext_lazy("Complaint made"),
    "complaint.answered": gettext_lazy("Complaint answered"),
    "complaint.withdrawn": gettext_lazy("Complaint withdrawn"),
    "complaint.escalated_by_clock": gettext_lazy("Complaint not answered in time; the county hears it too"),
    "complaint.urged": gettext_lazy("Complaint urged"),
    "person.invited": gettext_lazy("Link for a password made"),
    "person.password_set": gettext_lazy("Password set"),
    "person.second_factor_set": gettext_lazy("Two-factor sign-in switched on"),
    "person.second_factor_dropped": gettext_lazy("Two-factor sign-in switched off"),
    "person.second_factor_reset": gettext_lazy("Two-factor sign-in reset by the administrator"),
    "person.recovery_code_used": gettext_lazy("Recovery code used"),
    "person.recovery_codes_made": gettext_lazy("New recovery codes made"),
    "person.signed_out_everywhere": gettext_lazy("Signed out on all devices"),
    "person.way_linked": gettext_lazy("Account elsewhere linked for signing in"),
    "person.way_unlinked": gettext_lazy("Link to an account elsewhere taken away"),
    "rights.made": gettext_lazy("Request about personal data made"),
    "rights.answered": gettext_lazy("Request about personal data answered"),
}
AREAS: dict[str, "str | Promise"] = {
    "case": pgettext_lazy("area of facts", "Case"),
    "follower": pgettext_lazy("area of facts", "Follower"),
    "contact": pgettext_lazy("area of facts", "Contact"),
    "picture": pgettext_lazy("area of facts", "Picture"),
    "complaint": pgettext_lazy("area of facts", "Complaint"),
    "rights": pgettext_lazy("area of facts", "Request about personal data"),
    "person": pgettext_lazy("area of facts", "Person"),
    "duty": pgettext_lazy("area of facts", "Duty"),
    "organisation": pgettext_lazy("area of facts", "Organisation"),
    "place": pgettext_lazy("area of facts", "Place"),
    "setting": pgettext_lazy("area of facts", "Setting"),
    "robot": pgettext_lazy("area of facts", "Robot of a group chat"),
}


def kind_words(kind: str) -> str:
    """This will say what kind of fact it was; for kinds of other packages at least what it was about."""
    area, _dot, happened = kind.partition(".")
    if area == "case" and happened in KINDS:
        return str(KINDS[happened][2])
    if kind in OTHERS:
        return str(OTHERS[kind])
    return _("%(area)s changed") % {"area": AREAS[area]} if area in AREAS else _("Something else changed")


def subject_words(subject: str) -> str:
    """This will name what a fact is about by its kind and number."""
    area, _colon, number = subject.partition(":")
    return f"{AREAS.get(area, '')} {number}".strip()
