"""Keys are replaced while the system runs."""

from typing import Any

import pytest

from linli.people.models import Person
from linli.people.rows import Viewer
from linli.people.verdicts import ALLOWED
from linli.privacy import actions, sealing
from linli.privacy.actions.looking import opened
from linli.privacy.models import RequestKind
from tests.privacy.conftest import COMMUNITY, NOW, STREET

pytestmark = pytest.mark.django_db
NEW = "a new key of more than thirty-two characters!!"


def test_after_a_rotation_the_old_key_can_be_thrown_away(
    keys: Any, cast: dict[str, Viewer], people: dict[str, Person]
) -> None:
    for n in range(3):
        actions.keep_contact(street=STREET, subject=f"case:{n}", phone=f"1383770123{n}", at=NOW)
    request = actions.make_request(
        street=STREET, kind=RequestKind.COPY, text="全部", phone="13837709999", idempotency="a", at=NOW
    )
    complaint = actions.complain(
        street=STREET, text="态度不好", about_place=COMMUNITY, phone="13837708888", idempotency="a", at=NOW
    )
    old = keys.CONTACT_KEYS[0]
    keys.CONTACT_KEYS = [NEW, old]
    actions.keep_contact(street=STREET, subject="case:9", phone="13837701239", at=NOW)
    seen: list[tuple[int, int]] = []
    counts = actions.rotate(progress=lambda done, total: seen.append((done, total)))
    assert (counts.resealed, counts.newest, counts.unreadable) == (5, 1, 0)
    assert seen[-1] == (6, 6)
    assert actions.rotate().newest == 6

    keys.CONTACT_KEYS = [NEW]
    for row, phone in ((request, "13837709999"), (complaint, "13837708888")):
        row.refresh_from_db()
        assert row.sealed_contact is not None
        assert opened(row.sealed_contact).phone == phone
    seen_by_officer = actions.look(
        street=STREET, contact_subject="case:2", by=cast["officer"], verdict=ALLOWED, reason="回访", at=NOW
    )
    assert seen_by_officer.phone == "13837701232"


def test_what_no_key_opens_is_counted_and_left_as_it_is(keys: Any) -> None:
    row = actions.keep_contact(street=STREET, subject="case:1", phone="13837701234", at=NOW)
    assert row is not None
    before = bytes(row.sealed)
    keys.CONTACT_KEYS = [NEW]
    assert actions.rotate().unreadable == 1
    row.refresh_from_db()
    assert bytes(row.sealed) == before


@pytest.mark.parametrize("token", [b"", b"x", b"gAAAAA", "中文".encode(), bytes(1000)])
def test_a_damaged_token_is_unreadable_and_nothing_else(token: bytes) -> None:
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(token)
    with pytest.raises(sealing.Unreadable):
        sealing.resealed(token)
    assert not sealing.is_newest(token)
