"""Where each role may be held, and what a user name looks like. Nothing here knows Django."""

import re
import unicodedata
from collections.abc import Mapping

_GRIDS = frozenset({"grid", "special_grid", "micro_grid"})
_ANY_AREA = _GRIDS | {"resident_group", "community"}

# Kinds of places and of organisations at which a role is a duty.
WHERE: Mapping[str, frozenset[str]] = {
    "group_head": frozenset({"resident_group"}),
    "grid_lead": _GRIDS,
    "grid_member": _GRIDS,
    "party_member": _ANY_AREA | {"street", "branch"},
    "volunteer": _ANY_AREA | {"street", "volunteer_team"},
    "cadre": _ANY_AREA,
    "community_officer": frozenset({"community", "residents_committee"}),
    "street_officer": frozenset({"street", "street_office"}),
    "street_leader": frozenset({"street", "street_office"}),
    "street_admin": frozenset({"street"}),
    "department_officer": frozenset({"department"}),
    "supervisor": frozenset({"supervision_group", "community", "street"}),
    "inspector": frozenset({"street", "county"}),
    "branch_secretary": frozenset({"branch", "community"}),
    "judge": frozenset({"street", "community"}),
    "county_admin": frozenset({"county"}),
    "auditor": frozenset({"street", "county"}),
}
# Whoever watches the administrator of a street is not chosen by them.
GIVEN_BY_COUNTY = frozenset({"county_admin", "auditor"})
ADMINISTRATORS = frozenset({"street_admin", "county_admin"})
# Who must have a second factor, by the value of the setting `people.second_factor`.
SECOND_FACTOR: Mapping[str, frozenset[str]] = {
    "nobody": frozenset(),
    "administrators": ADMINISTRATORS | {"auditor"},
    "everybody": frozenset(WHERE) | {"county_admin"},
}
# Why a second factor may be reset, as the fact says it.
RESET_REASONS = ("lost", "replaced", "broken")

_USERNAME = re.compile(r"[\w.@-]{2,60}")


def plain_username(text: str) -> str | None:
    """This will give a user name as it is stored, in one width and lower case, or None if it is none."""
    name = unicodedata.normalize("NFKC", text[:200]).strip().casefold()
    return name if _USERNAME.fullmatch(name) else None


def plain_phone(text: str) -> str:
    """This will give the digits of a telephone number without the country's 86, to compare two of them."""
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", text[:60]) if sign.isdecimal())
    return digits.removeprefix("0086") if digits.startswith("0086") else digits.removeprefix("86")
