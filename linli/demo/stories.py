"""How cases go: each story is a generator that acts and yields the time of its next step.

What the clock does meanwhile it does by itself, so every step looks first whether it still makes sense. Stories
that are not over at the end of the season are the open cases of the demo.
"""

from collections.abc import Callable
from datetime import timedelta

from linli.cases import actions
from linli.cases.categories import UNSORTED
from linli.cases.models import Case
from linli.cases.workflow import OPEN, Level, Status
from linli.demo.matter import Matter, Story
from linli.people import queries as people
from linli.people.rows import Viewer
from linli.pictures import actions as pictures
from linli.pictures import queries as shown
from linli.places.models import PRIVATE_LOCATIONS

# Departments by kind of matter; the first for everything else.
_DEPARTMENT = {"water": "SW", "danger": "SW", "structure": "ZJ"}


def usual(m: Matter) -> Story:
    """Seen, begun, fixed, checked; perhaps praised, called back and shown to the public."""
    yield from _worked(m, begin=0.2, end=0.55)
    yield from _checked(m)
    yield from _afterwards(m)


def slow(m: Matter) -> Story:
    """Nobody looks in time; the clock takes it up a level, where it is done."""
    yield m.toward(m.world.rng.uniform(1.05, 1.6))
    yield from usual(m)


def forgotten(m: Matter) -> Story:
    """It goes up by the clock, level by level, and lies there; after weeks the street does it."""
    yield m.office(24 * m.world.rng.uniform(10, 30))
    yield from usual(m)


def rushed(m: Matter) -> Story:
    """A danger: somebody is there within minutes, and perhaps a department after them."""
    yield m.toward(m.world.rng.uniform(0.15, 0.85))
    if m.in_hand() and m.case.status != Status.HANDLING:
        m.do(actions.start, m.holder(), words=m.of_kind("begin"))
    yield from whistled(m) if m.chance(0.4) else usual(m)


def up(m: Matter) -> Story:
    """The grid cannot do it and hands it up with a reason; sometimes on to the street."""
    yield m.toward(0.3)
    if m.in_hand() and m.case.level == Level.GROUP:
        m.do(actions.escalate, m.holder(), reason=m.say("up"))
    if m.chance(0.4):
        yield m.toward(0.2)
        if m.in_hand() and m.case.level == Level.COMMUNITY:
            m.do(actions.escalate, m.holder(), reason=m.say("up_street"))
    yield from usual(m)


def sent_back(m: Matter) -> Story:
    """Handed up, sent back once, done below."""
    yield m.toward(0.25)
    if m.in_hand() and m.case.level == Level.GROUP:
        m.do(actions.escalate, m.holder(), reason=m.say("up"))
        yield m.toward(0.2)
        if m.in_hand() and m.case.level == Level.COMMUNITY and m.case.arrived_by == "hand" and m.case.grid:
            m.do(actions.send_back, m.holder(), reason=m.say("back"))
    yield from usual(m)


def across(m: Matter) -> Story:
    """It lies in the neighbouring grid."""
    yield m.toward(0.2)
    others = [grid for grid in m.world.cast.grids if grid[:12] == m.case.community and grid != m.case.grid]
    if m.in_hand() and m.case.level == Level.GROUP and m.case.grid and others:
        m.do(actions.hand_over, m.holder(), grid=m.world.rng.choice(others), reason=m.say("across"))
    yield from usual(m)


def dispatched(m: Matter) -> Story:
    """The community's officer names who does it."""
    yield m.toward(0.15)
    if m.in_hand() and m.case.level == Level.GROUP and m.case.grid in m.world.cast.grids:
        to = m.world.cast.grids[m.case.grid].person_id
        m.do(actions.dispatch, m.world.cast.officers[m.case.community], assignee_id=to)
    yield from usual(m)


def rework(m: Matter) -> Story:
    """Fixed badly, found at the check, done again."""
    yield from _worked(m, begin=0.2, end=0.5)
    yield m.office(5)
    if m.look().status == Status.CHECKING:
        m.do(actions.reject, m.world.cast.checker(m.case), reason=m.say("rejected"))
    yield from usual(m)


def denied(m: Matter) -> Story:
    """The reporter says that it is not fixed."""
    yield from _worked(m, begin=0.2, end=0.5)
    yield m.later(3)
    if m.look().status == Status.CHECKING and m.from_resident:
        m.do(actions.deny, words=m.say("denied"))
    yield from usual(m)


def reopened(m: Matter) -> Story:
    """Closed, and within a week it is there again."""
    yield from _worked(m, begin=0.2, end=0.5)
    yield from _checked(m, by_reporter=0.0)
    yield m.later(24 * m.world.rng.uniform(1, 4))
    if m.look().status == Status.FIXED and m.world.now < (m.case.closed_at or m.world.now) + timedelta(
        days=6
    ):
        if m.from_resident:
            m.do(actions.reopen_as_reporter, words=m.say("reopened"))
        else:
            m.do(actions.reopen, _officer(m), reason=m.say("reopened"))
    yield from usual(m)


def whistled(m: Matter) -> Story:
    """It takes a county department."""
    yield m.toward(0.3)
    for reason in ("up", "up_street"):
        if m.in_hand() and m.case.level in {Level.GROUP, Level.COMMUNITY}:
            m.do(actions.escalate, m.holder(), reason=m.say(reason))
            yield m.office(2)
    if m.in_hand() and m.case.level == Level.STREET:
        code = _DEPARTMENT.get(m.kind.name, "CG")
        department = next(each for each in people.organisations("411329") if each.code == code)
        m.do(actions.whistle, m.holder(), department_id=department.id, reason=m.say("whistle"))
    yield from usual(m)


def deferred(m: Matter) -> Story:
    """It has to wait, with a reason and a day; the street grants it, or does not."""
    yield m.toward(0.4)
    if m.in_hand() and m.look().proposal == "":
        until = m.office(24 * m.world.rng.uniform(3, 9))
        m.do(actions.ask_deferral, m.holder(), reason=m.say("defer"), until=until)
        yield m.office(3)
        if m.in_hand() and m.look().proposal == "deferral":
            decider = m.world.cast.leaders[0]
            if m.chance(0.8) and until > m.world.now:
                m.do(actions.grant_deferral, decider)
                yield max(until + timedelta(minutes=20), m.world.now)
            else:
                m.do(actions.refuse_deferral, decider, reason=m.say("back"))
    yield from usual(m)


def consulted(m: Matter) -> Story:
    """Stuck; the branch meets, decides who and by when, and it is reported back."""
    yield m.toward(0.3)
    if m.in_hand() and m.case.level == Level.GROUP:
        m.do(actions.escalate, m.holder(), reason=m.say("up"))
    yield m.office(4)
    if m.in_hand() and m.case.level in {Level.COMMUNITY, Level.STREET} and not m.case.consulting:
        m.do(actions.consult, m.holder(), reason=m.say("consult"))
        yield m.office(20)
        if m.in_hand() and m.case.consulting:
            m.do(
                actions.decide, m.holder(), decision=m.say("decide"), owner_id=m.holder().person_id,
                by_on=(m.world.now + timedelta(days=5)).date(),
            )  # fmt: skip
            yield from _worked(m, begin=0.2, end=0.5)
            m.look()
            if m.case.status == Status.CHECKING:
                m.do(actions.report_decision, m.holder(), words=m.say("decided"))
    yield from usual(m)


def no_action(m: Matter) -> Story:
    """Somebody looks and there is nothing to do."""
    yield m.toward(0.6)
    if m.in_hand() and m.case.level != Level.DEPARTMENT:
        m.do(actions.close_no_action, _officer(m), reason=m.say("no_action"))


def not_ours(m: Matter) -> Story:
    """It is somebody else's; the street says whose."""
    yield m.office(5)
    if m.in_hand():
        m.do(actions.close_not_ours, m.world.cast.street[0], whose=m.say("not_ours"))


def void(m: Matter) -> Story:
    """A test or nonsense: one asks, another agrees."""
    yield m.office(3)
    if m.look().status in OPEN and not m.case.proposal:
        m.do(actions.ask_void, _officer(m), reason=m.say("void"))
        yield m.office(3)
        if m.look().proposal == "void":
            m.do(actions.grant_void, m.world.cast.street[1])


def withdrawn(m: Matter) -> Story:
    """The reporter takes it back."""
    yield m.later(1)
    if m.look().status in OPEN and m.from_resident and not m.case.followers:
        m.do(actions.withdraw, words=m.say("withdrawn"))
    else:
        yield from usual(m)


def held(m: Matter) -> Story:
    """Over the rate of its address: an officer looks and files it."""
    yield m.office(2)
    if m.look().status == Status.HELD:
        m.do(actions.accept, _officer(m))
    yield from usual(m)


def duplicate(m: Matter) -> Story:
    """The same matter as an earlier one: joined to it."""
    yield m.toward(0.3)
    others = [
        one
        for one in m.world.recent
        if one is not m and one.where == m.where and one.kind.category == m.kind.category
    ]
    for other in others[-3:]:
        if m.in_hand() and other.look().status in OPEN and other.case.reported_at < m.case.reported_at:
            m.do(actions.join, _officer(m), into=other.case, words=m.say("joined"))
            return
    yield from usual(m)


def spot_checked(m: Matter) -> Story:
    """Found and fixed on the spot: called back where the sample says so, sometimes shown."""
    if m.case.call_back == "due" and m.chance(0.7):
        yield m.office(30)
        yield from _called(m)


def neighbour(m: Matter) -> Story:
    """Somebody else whom it concerns follows it; sometimes the reporter adds a line."""
    yield m.later(2)
    if m.look().status in OPEN:
        m.do(actions.follow, idempotency=m.world.key(), words=m.say("me_too"))
        if m.chance(0.4):
            yield m.later(3)
            if m.look().status in OPEN:
                m.do(actions.add, words=m.say("added"))


# How often each happens to a report, in a hundred.
STORIES: tuple[tuple[Callable[[Matter], Story], float], ...] = (
    (usual, 60),
    (up, 8),
    (slow, 4),
    (rework, 3.5),
    (denied, 2),
    (reopened, 2),
    (dispatched, 4),
    (across, 2),
    (sent_back, 1.5),
    (whistled, 2.5),
    (deferred, 2.5),
    (consulted, 1.2),
    (no_action, 2.5),
    (not_ours, 1.8),
    (withdrawn, 1.2),
    (forgotten, 1.5),
)


def choose(m: Matter) -> Story:
    """This will choose how a case goes; dangers and what goes to departments have their own ways."""
    rng = m.world.rng
    if m.case.status == Status.DUPLICATE:
        return iter(())  # joined to a flood already
    if m.case.status == Status.HELD:
        return held(m)
    if m.case.danger:
        return rushed(m)
    if m.kind.name == "structure" and rng.random() < 0.4:
        return whistled(m)
    story = rng.choices([story for story, _often in STORIES], [often for _story, often in STORIES])[0]
    return story(m)


def _officer(m: Matter) -> Viewer:
    if m.case.level in {Level.GROUP, Level.COMMUNITY}:
        return m.world.cast.officers[m.case.community]
    return m.world.cast.street[0]


def _worked(m: Matter, *, begin: float, end: float) -> Story:
    """Begun and fixed by whoever holds it, at shares of the time there is."""
    rng = m.world.rng
    yield m.toward(begin * rng.uniform(0.3, 1.6))
    if not m.in_hand():
        return
    if m.case.category == UNSORTED and m.kind.category != UNSORTED:
        m.do(actions.classify, m.holder(), category=m.kind.category, item=m.kind.item)
    if m.chance(0.15):
        m.do(actions.answer, m.holder(), words=m.say("answer"))
    if m.chance(0.7) and m.case.status != Status.HANDLING:
        m.do(actions.start, m.holder(), words=m.of_kind("begin") if m.chance(0.6) else "")
    if m.chance(0.08):
        m.do(actions.note, m.holder(), words=m.say("note"))
    yield m.toward(end * rng.uniform(0.3, 1.6))
    if m.in_hand():
        m.fix()


def _checked(m: Matter, by_reporter: float = 0.3) -> Story:
    """Checked by somebody else, or by the reporter's word."""
    if m.look().status != Status.CHECKING:
        return
    confirms = m.from_resident and m.chance(by_reporter)
    yield m.later(2) if confirms else m.office(m.world.rng.choice((2, 4, 6, 14)))
    if m.look().status != Status.CHECKING:
        return
    if confirms:
        m.do(actions.confirm, words=m.say("confirmed"))
    else:
        m.do(actions.verify, m.world.cast.checker(m.case))


def _afterwards(m: Matter) -> Story:
    """What follows a good end: a rating, a call-back where the sample says so, a release."""
    if m.look().status != Status.FIXED:
        return
    if m.from_resident and m.chance(0.25):
        yield m.later(6)
        if m.look().status == Status.FIXED:
            stars = m.world.rng.choices((5, 4, 3, 2, 1), (46, 32, 13, 6, 3))[0]
            m.do(actions.rate, satisfaction=stars, words=m.say("rated"))
    if m.look().call_back == "due" and m.chance(0.85):
        yield m.office(28)
        yield from _called(m)
    if m.look().status == Status.FIXED and showable(m.case) and m.chance(0.35):
        yield m.office(12)
        release(m)


def _called(m: Matter) -> Story:
    if m.look().call_back != "due" or m.case.status not in {Status.FIXED, Status.FIXED_UNVERIFIED}:
        return
    by = m.world.cast.secretaries[m.case.community]
    luck = m.world.rng.random()
    if luck < 0.15:
        m.do(actions.call_back, by, reached=False)
    elif luck < 0.92:
        stars = m.world.rng.choice((3, 4, 4, 5, 5))
        m.do(actions.call_back, by, reached=True, solved=True, satisfaction=stars, words=m.say("called"))
    else:
        m.do(actions.call_back, by, reached=True, solved=False, satisfaction=2, words=m.say("not_solved"))
        yield from usual(m)


def showable(case: Case) -> bool:
    """This will tell whether the public may see such a case."""
    return case.location_type not in PRIVATE_LOCATIONS and case.released_at is None


def release(m: Matter) -> None:
    """This will show a fixed case to the public, with what was done."""
    if m.look().status == Status.FIXED and showable(m.case):
        officer = _officer(m)
        m.do(actions.release, officer, public_title=m.of_kind("public"))
        for picture in shown.of(m.case.street, f"case:{m.case.pk}"):
            pictures.release(picture=picture, by=officer, at=m.world.now)
