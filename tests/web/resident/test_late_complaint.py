"""Whoever complained and holds the code sees when nobody answered in time, and who hears it then."""

from datetime import timedelta

import pytest
from django.test import Client

from linli.privacy import actions as privacy
from linli.privacy import clockwork
from tests.builders import AT, EAST, STREET, Town
from tests.web.resident.forms import words

LATE = AT + timedelta(days=15, seconds=1)


@pytest.mark.parametrize(("about", "said"), [(EAST, "现已同时由县级受理"), (STREET, "已向县级催办")])
def test_a_late_complaint_says_who_hears_it_until_it_is_answered(
    town: Town, phone: Client, about: str, said: str
) -> None:
    made = privacy.complain(street=STREET, text="办事推诿。", idempotency="c", about_place=about, at=AT)
    address = f"/{STREET}/b/{made.tracking}/"
    assert "逾期未答复" not in words(phone.get(address))
    clockwork.tick(LATE)
    assert said in words(phone.get(address))
    made.refresh_from_db()
    privacy.answer_complaint(complaint=made, by=town.county_admin, answer="已经督办。", at=LATE)
    answered = words(phone.get(address))
    assert "已经督办。" in answered
    assert "逾期未答复" not in answered
