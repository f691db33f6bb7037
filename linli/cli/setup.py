"""`linli setup`: the first administrator of a street, and what a street needs before it can be set up by hand."""

import argparse
from typing import Any

from linli.cli import migrate
from linli.cli.screen import USAGE, Stop, say
from linli.cli.starting import common, start
from linli.cli.words import gettext as _

STREET_LENGTH = 9


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser(
        "setup", parents=[common()], help=_("create a street's first administrator and print their link")
    )
    parser.add_argument("--street", required=True, metavar="CODE", help=_("the street, nine digits"))
    parser.add_argument("--admin", required=True, metavar="NAME", help=_("user name of the administrator"))
    parser.add_argument("--name", default="", help=_("the person's name as colleagues see it"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will make what is missing, and print a link by which the administrator chooses a password."""
    start(arguments)
    if len(arguments.street) != STREET_LENGTH or not arguments.street.isdecimal():
        raise Stop(_("A street is a code of nine digits, such as 411329001."), USAGE)
    if waiting := migrate.waiting():
        raise Stop(_("The database waits for %s steps. Run first: linli migrate") % len(waiting))
    _tables(arguments.street)
    say(_link(arguments.street, arguments.admin, arguments.name or arguments.admin))
    say(_("The link is good once, for three days. Running this again gives a new one."))
    return 0


def _tables(street: str) -> None:
    """Divisions, categories and holidays, where there are none yet."""
    from linli.cases import categories
    from linli.lib.clock import present
    from linli.places import queries as places
    from linli.places.actions.divisions import import_divisions
    from linli.places.actions.holidays import seed_holidays

    if places.place(street) is None:
        import_divisions(at=present(), by=None)
    if places.place(street) is None:
        raise Stop(_("There is no street %s in the list of divisions.") % street, USAGE)
    categories.seed(street[:6])
    seed_holidays(street[:6], at=present(), by=None)


def _link(street: str, username: str, name: str) -> str:
    from django.conf import settings
    from django.urls import reverse

    from linli.lib.clock import present
    from linli.lib.db import writing
    from linli.people import actions
    from linli.people.models import Person, Role
    from linli.people.queries import viewer

    with writing():
        person = Person.objects.filter(username=username.strip().lower()).first()
        if person is not None and person.street != street:
            raise Stop(_("This user name belongs to another street."))
        if person is None:
            person = actions.create_person(street=street, username=username, name=name, at=present(), by=None)
        if Role.STREET_ADMIN not in viewer(person, present()).roles:
            actions.assign_duty(
                street=street, role=Role.STREET_ADMIN, place=street, person=person, at=present(), by=None
            )
        secret = actions.invitation(person=person, at=present(), by=None)
    return settings.PUBLIC_URL + reverse("first-password", args=[secret])
