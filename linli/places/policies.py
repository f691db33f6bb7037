"""Who may change places, settings and holidays. `by` is a people.Viewer; people lies above and is not imported."""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from linli.lib.verdicts import ALLOWED, Denied, Refused, Verdict
from linli.places.rules import county_of, street_of


class By(Protocol):
    """Who acts: the part of a viewer that is asked for here."""

    @property
    def person_id(self) -> int: ...

    def places(self, *roles: str) -> frozenset[str]: ...


def may_administer(by: By | None, place: str) -> Verdict:
    """This will allow the administrator of the place's street or county, and the operator of the machine (None)."""
    if by is None or county_of(place) in by.places("county_admin"):
        return ALLOWED
    if len(place) > 6:
        if street_of(place) in by.places("street_admin"):
            return ALLOWED
        return Denied(_("Only the administrator of this street or of the county may change this."))
    return Denied(_("Only the administrator of the county may change this."))


def insist(verdict: Verdict) -> None:
    """This will raise Refused with the reason of a denial."""
    if isinstance(verdict, Denied):
        raise Refused(verdict.reason)
