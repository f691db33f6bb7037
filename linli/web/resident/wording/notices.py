"""What just happened, said once at the top of the page that follows a post; the address carries a code, no words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOTICES: dict[str, Promise] = {
    "fixed": _("Your answer is kept. The case is closed."),
    "not_fixed": _("Your answer is kept. It is handled once more."),
    "not_fixed_without_picture": _(
        "Your answer is kept and it is handled once more, but the picture was not stored."
    ),
    "added": _("What you added is kept."),
    "rated": _("Your rating is kept."),
    "withdrawn": _("Your report is withdrawn."),
    "erased": _("Your words, pictures and number are erased."),
    "contact": _("Your number is kept."),
    "contact_erased": _("Your number is erased."),
    "changed": _("Something has just changed here, so your answer was not taken. Look at it again."),
    "refused": _("This is not possible at this point."),
    "no_code": _("This is not a code. It has six letters and digits, like 7K3-9QF."),
    "unknown_code": _("Nothing is kept under this code in this street. Check it letter by letter."),
    "complaint_kept": _("Kept. Here is your code."),
}


def notice(code: str) -> str:
    """This will give the sentence of a code, empty for an unknown one."""
    return str(NOTICES.get(code, ""))
