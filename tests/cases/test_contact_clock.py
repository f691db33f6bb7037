"""How long contacts stay: some days after the end of what they are for, also where it was joined to another case."""

from datetime import timedelta

from linli.cases import actions
from linli.privacy.models import Contact
from tests.builders import AT, STREET, Town, report

HOUR = timedelta(hours=1)
PHONE = "13800000001"


def erase_times() -> dict[str, bool]:
    return {row.subject: row.erase_at is not None for row in Contact.objects.filter(street=STREET)}


def test_contacts_of_reporter_follower_and_joined_reporter_go_together(town: Town) -> None:
    case = report(phone=PHONE, idempotency="first")
    joined = report(phone=PHONE, idempotency="second")
    follower = actions.follow(case=case, at=AT, idempotency="me-too", phone=PHONE)
    case.refresh_from_db()
    actions.join(case=joined, by=town.community_officer, at=AT + HOUR, into=case)
    case.refresh_from_db()
    everybody = {f"case:{case.pk}", f"case:{joined.pk}", f"follower:{follower.pk}"}
    assert erase_times() == dict.fromkeys(everybody, False)

    actions.close_no_action(case=case, by=town.community_officer, at=AT + 2 * HOUR, reason="现场没有")
    assert erase_times() == dict.fromkeys(everybody, True)

    actions.reopen_as_reporter(case=case, at=AT + 3 * HOUR, words="还在")
    assert erase_times() == dict.fromkeys(everybody, False)
