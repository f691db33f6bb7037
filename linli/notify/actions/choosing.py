"""What a person chooses about mail, and when it may come."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from linli.cases.refusals import Invalid
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.notify.groups import Group, When
from linli.notify.models import Choices
from linli.people.models import Person


def choose(
    *, person: Person, mail: Mapping[str, str], quiet_from: int | None, quiet_to: int | None
) -> Choices:
    """This will keep what a person chose of each group of mail, and quiet hours of their own.

    Danger to the duty roster is no choice and quiet hours do not hold it up. Raises Invalid.
    """
    if (quiet_from is None) != (quiet_to is None):
        raise Invalid({"quiet_to": _("Choose both hours, or neither.")})
    if any(hour is not None and not 0 <= hour < 24 for hour in (quiet_from, quiet_to)):
        raise Invalid({"quiet_from": _("Choose one from the list.")})
    if quiet_from is not None and quiet_from == quiet_to:
        quiet_from = quiet_to = None
    return _keep(person, mail, {"quiet_from": quiet_from, "quiet_to": quiet_to})


def change_mail(*, person: Person, mail: Mapping[str, str]) -> Choices:
    """This will change what a person chose of mail and leave their quiet hours."""
    return _keep(person, mail, {})


def _keep(person: Person, mail: Mapping[str, str], hours: Mapping[str, int | None]) -> Choices:
    kept = {
        str(group): str(mail[group])
        for group in Group
        if group is not Group.DANGER and mail.get(group) in set(When)
    }
    with writing():
        row, _is_new = Choices.objects.update_or_create(
            street=person.street,
            person_id=person.pk,
            defaults={"mail": kept, **hours},
            create_defaults={"id": new_id(), "mail": kept, **hours},
        )
    return row
