"""`linli migrate`: bring the tables of the database up to date."""

import argparse
from typing import Any

from linli.cli.screen import say
from linli.cli.starting import common, start
from linli.cli.words import gettext as _


def add(commands: Any) -> None:
    """This will add the command."""
    parser = commands.add_parser("migrate", parents=[common()], help=_("bring the database up to date"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """This will migrate, and say what was done."""
    start(arguments)
    say(_("Steps done: %s. The database is up to date.") % migrate())
    return 0


def migrate() -> int:
    """This will do all steps that are still to do and say how many there were."""
    from django.core.management import call_command

    steps = len(waiting())
    if steps:
        call_command("migrate", interactive=False, verbosity=0)
    return steps


def waiting() -> list[str]:
    """This will name the steps that this version needs and the database has not seen."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
