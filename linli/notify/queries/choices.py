"""What holds for a person about mail, as the page of their choices shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.notify import choosing
from linli.notify.groups import Group, When, preset
from linli.notify.models import Choices
from linli.notify.settings_keys import DIGEST_HOUR
from linli.people.rows import Viewer
from linli.places import settings as place_settings


@dataclass(frozen=True, slots=True)
class Held:
    """What a person chose, and what their office has set for those who chose nothing."""

    mail: Mapping[str, str]
    preset: str
    own_quiet: tuple[int | None, int | None]
    office_quiet: tuple[int, int]
    digest_hour: int
    on_roster: bool

    def office(self, group: Group) -> When:
        """This will say how the office has a group sent to them."""
        return preset(self.preset, group)


def held(viewer: Viewer, at: datetime) -> Held:
    """This will read what holds for a person. One statement."""
    own = Choices.objects.filter(street=viewer.street, person_id=viewer.person_id).first()
    # Most people of the county work for its streets, but their account is where their settings are.
    return Held(
        mail=own.mail if own else {},
        preset=choosing.preset_of(viewer.street, viewer.roles, at),
        own_quiet=(own.quiet_from, own.quiet_to) if own else (None, None),
        office_quiet=choosing.office_quiet(viewer.street, at),
        digest_hour=int(place_settings.value(DIGEST_HOUR, viewer.street, at)),
        on_roster=any(duty.on_roster for duty in viewer.duties),
    )
