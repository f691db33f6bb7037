"""What `linli demo` says: progress while a season passes, then the address, who may sign in, and the boards."""

import sys
import time
from collections import defaultdict
from collections.abc import Callable

from django.conf import settings
from django.utils.translation import get_language, gettext

from linli.demo.building import SIZES, build
from linli.demo.cast import STREET
from linli.lib.clock import present
from linli.people import queries as people
from linli.people.models import Role
from linli.places import queries as places

_SHOWN = 3  # people of a role, boards; the sign-in page lists them all


def make(*, size: str = "full") -> None:
    """This will make the demo if this home has none, and say where it is and who works in it."""
    begun = time.monotonic()
    if build(size=size, at=present(), progress=_progress(SIZES[size].reports)):
        _say(
            gettext("A season of the street was lived through in %s seconds.")
            % round(time.monotonic() - begun)
        )
    _say()
    _say(gettext("Residents report here: %s") % f"{settings.PUBLIC_URL}/{STREET}/report/")
    _say(gettext("People on duty sign in here, with a tap: %s") % f"{settings.PUBLIC_URL}/sign-in/")
    _accounts()
    _say()
    _say(gettext("What the QR labels of boards lead to, for example:"))
    for spot in places.spots(STREET)[:_SHOWN]:
        _say(f"  {spot.title(get_language())}  {settings.PUBLIC_URL}/{STREET}/q/{spot.token}/")
    _say()
    _say(gettext("Borders of grids are a schematic; all people and cases are invented."))


def _accounts() -> None:
    by_role: dict[str, list[str]] = defaultdict(list)
    at = present()
    for person in people.demo_accounts():
        for role in sorted(people.viewer(person, at).roles):
            by_role[role].append(f"{person.name} ({person.username})")
    for role in Role:
        if names := by_role.get(role):
            more = f" … {len(names)}" if len(names) > _SHOWN else ""
            _say(f"  {role.label}: {', '.join(names[:_SHOWN])}{more}")


def _progress(of: int) -> Callable[[int], None]:
    last = time.monotonic()
    tty = sys.stderr.isatty()

    def show(done: int) -> None:
        nonlocal last
        now = time.monotonic()
        # A terminal gets one line that changes, a log one line in ten seconds.
        if now - last >= (0.5 if tty else 10):
            last = now
            text = gettext("%(done)s of about %(of)s reports …") % {"done": done, "of": of}
            sys.stderr.write(f"\r\x1b[K{text}\r" if tty else f"{text}\n")
            sys.stderr.flush()

    return show


def _say(text: object = "") -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
