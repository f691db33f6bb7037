"""Two at the same time: connections of their own, so that the database decides."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from linli.cases import actions
from linli.cases.checks import verify
from linli.cases.models import Case, Follower
from linli.cases.refusals import Conflict
from linli.facts import chains
from linli.figures import recount
from linli.people.verdicts import Refused
from tests.builders import AT, Town, build_town, report

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*takes: Callable[[], object]) -> list[str]:
    """This will run each in a thread with its own connection, all let go together, and name how each ended."""
    ended: list[str] = []
    gate = threading.Barrier(len(takes))

    def run(take: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            take()
            ended.append("done")
        except (Conflict, Refused) as refusal:
            ended.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(take,)) for take in takes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(ended)


@pytest.fixture
def built() -> Town:
    return build_town()


def test_of_two_who_act_at_once_one_wins_and_the_other_is_told(built: Town) -> None:
    pages = [Case.objects.get(pk=report().pk)]
    pages.append(Case.objects.get(pk=pages[0].pk))
    ended = at_once(
        lambda: actions.start(case=pages[0], by=built.grid_member, at=AT),
        lambda: actions.escalate(case=pages[1], by=built.community_officer, at=AT, reason="快些"),
    )
    assert ended == ["Conflict", "done"]
    assert Case.objects.get().version == 2


def test_a_report_that_races_itself_is_stored_once(built: Town) -> None:
    assert at_once(*[lambda: report(idempotency="same")] * 4) == ["done"] * 4
    assert Case.objects.count() == 1


def test_many_reports_and_followers_at_once_all_count(built: Town) -> None:
    case = report()
    takes: list[Callable[[], object]] = [report, report, report]
    takes += [
        lambda n=n: actions.follow(case=Case.objects.get(pk=case.pk), at=AT, idempotency=f"f{n}")  # type: ignore[misc]
        for n in range(3)
    ]
    assert at_once(*takes) == ["done"] * 6
    assert (Case.objects.count(), Follower.objects.count()) == (4, 3)
    assert Case.objects.get(pk=case.pk).followers == 3
    assert [*verify(), *chains.verify(), *recount.verify()] == []


def test_joining_separating_and_following_at_once_leave_every_voice_counted_once(built: Town) -> None:
    root, middle, last, other = report(), report(), report(), report()
    by = built.street_officer
    follower = actions.follow(case=last, at=AT, idempotency="f")
    for case, into in ((last, middle), (middle, root)):
        actions.join(case=Case.objects.get(pk=case.pk), by=by, at=AT, into=into)
    pages = {case.pk: Case.objects.get(pk=case.pk) for case in (root, middle, last)}
    ended = at_once(
        lambda: actions.separate(case=pages[last.pk], by=by, at=AT, reason="两堆"),
        lambda: actions.separate(case=pages[middle.pk], by=by, at=AT, reason="两堆"),
        lambda: actions.join(case=pages[root.pk], by=by, at=AT, into=other),
        lambda: actions.unfollow(follower=follower, at=AT),
        lambda: actions.follow(case=last, at=AT, idempotency="g"),
    )
    assert len(ended) == 5
    assert "done" in ended
    assert [*verify(), *chains.verify(), *recount.verify()] == []


def test_of_two_who_separate_at_once_one_does_it(built: Town) -> None:
    root, case = report(), report()
    actions.join(case=case, by=built.street_officer, at=AT, into=root)
    pages = [Case.objects.get(pk=case.pk) for _n in range(2)]
    ended = at_once(
        lambda: actions.separate(case=pages[0], by=built.street_officer, at=AT, reason="两堆"),
        lambda: actions.separate(case=pages[1], by=built.community_officer, at=AT, reason="两堆"),
    )
    assert ended == ["Conflict", "done"]
    assert Case.objects.get(pk=root.pk).followers == 0
    assert [*verify(), *chains.verify(), *recount.verify()] == []
