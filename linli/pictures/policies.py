"""Who may see a picture, release it, cover parts of it, and open what was there before."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.people.models import Role
from linli.people.rows import Viewer
from linli.people.verdicts import ALLOWED, Denied, Verdict
from linli.pictures.models import Picture

OFFICERS = frozenset({Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.STREET_LEADER, Role.STREET_ADMIN})
_SEE_ORIGINALS = frozenset({Role.STREET_LEADER, Role.STREET_ADMIN})
# Who works on cases and needs their pictures; the others see what the public sees.
_WORKERS = OFFICERS | {
    Role.GROUP_HEAD,
    Role.GRID_LEAD,
    Role.GRID_MEMBER,
    Role.CADRE,
    Role.BRANCH_SECRETARY,
    Role.SUPERVISOR,
    Role.INSPECTOR,
}


@dataclass(frozen=True, slots=True)
class Tracking:
    """Somebody who holds the code of a report: no account, no name."""

    street: str
    subject: str


def may_see(who: Viewer | Tracking | None, picture: Picture, *, verdict: Verdict | None = None) -> Verdict:
    """This will say whether somebody may see a picture; None is the public.

    `verdict` is what the policy of its case says of a viewer; without one, who works on cases of the street may.
    """
    if picture.released_at is not None:
        return ALLOWED
    if isinstance(who, Tracking):
        if (who.street, who.subject) == (picture.street, picture.subject):
            return ALLOWED
        return Denied(_("This picture belongs to another report."))
    if who is None:
        return Denied(_("This picture has not been released."))
    if verdict is not None:
        return verdict
    return _on_duty(who, picture, _WORKERS, Denied(_("This picture has not been released.")))


def may_change(by: Viewer, picture: Picture, *, verdict: Verdict = ALLOWED) -> Verdict:
    """This will say whether `by` may release, cover or remove a picture, given what its case's policy says."""
    return verdict and _on_duty(
        by, picture, OFFICERS, Denied(_("An officer of the community or the street decides on pictures."))
    )


def may_see_original(by: Viewer, picture: Picture) -> Verdict:
    """This will say whether `by` may open the picture from before parts were covered."""
    return _on_duty(
        by,
        picture,
        _SEE_ORIGINALS,
        Denied(_("Only the street's administrator and leaders open the original.")),
    )


def _on_duty(viewer: Viewer, picture: Picture, roles: frozenset[Role], otherwise: Denied) -> Verdict:
    on_duty = any(duty.street == picture.street and duty.role in roles for duty in viewer.duties)
    return ALLOWED if on_duty else otherwise
