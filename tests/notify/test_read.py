"""Reading what one was told."""

from collections.abc import Callable
from datetime import timedelta

from linli.notify import actions, queries
from linli.notify.models import Notice
from linli.privacy import retention
from tests.builders import AT, Town, report

Work = Callable[..., int]


def test_opening_a_case_reads_what_was_told_about_it(town: Town, work: Work) -> None:
    first, _second = report(), report()
    work()
    assert queries.unread(town.grid_member.person_id) == 2
    assert actions.read(case=first, by=town.grid_member, at=AT) == 1
    assert actions.read(case=first, by=town.grid_member, at=AT) == 0
    assert queries.unread(town.grid_member.person_id) == 1


def test_reading_all_leaves_what_others_were_told(town: Town, work: Work) -> None:
    report()
    report(grid=None, community="411329001003")
    work()
    assert actions.read_all(by=town.grid_member, at=AT) == 1
    assert queries.unread(town.grid_member.person_id) == 0
    assert queries.unread(town.community_officer.person_id) == 1


def test_old_notices_are_swept(town: Town, work: Work) -> None:
    report()
    work()
    retention.sweep(AT + timedelta(days=179))
    assert Notice.objects.exists()
    retention.sweep(AT + timedelta(days=181))
    assert not Notice.objects.exists()
