"""Two-factor sign-in: set, checked, renewed, dropped, reset. Codes count once; secrets lie sealed."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from pytest_django import Settings

from linli.facts.queries import history
from linli.people import actions, queries, sealing, totp
from linli.people.models import Person, SecondFactor
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from linli.places.actions import change_setting
from linli.privacy.actions.keys import rotate
from tests.people.cast import AT, EAST, STREET, duty, viewer

WALL = datetime(2026, 11, 24, 1, 0, 10, tzinfo=UTC)
LATER = timedelta(seconds=60)


def code_at(secret: str, wall: datetime) -> str:
    return totp.code_of(secret, totp.step_at(wall))


def switch_on(who: Person, wall: datetime = WALL) -> tuple[str, list[str]]:
    """This will switch two-factor sign-in on, and give the secret and the recovery codes."""
    secret, offer = actions.offer_second_factor(person=who)
    codes = actions.set_second_factor(
        person=who, offer=offer, typed=code_at(secret, wall), wall=wall, at=AT, by=viewer(who)
    )
    return secret, codes


def check(who: Person, typed: str, wall: datetime = WALL + LATER) -> bool:
    return actions.check_second_factor(person=who, typed=typed, wall=wall, at=AT)


def kinds(who: Person) -> list[str]:
    return [fact.kind for fact in history(STREET, f"person:{who.pk}")]


def test_it_is_on_once_a_code_was_right(li: Person) -> None:
    secret, codes = switch_on(li)
    assert len(set(codes)) == 10
    assert check(li, code_at(secret, WALL + LATER))
    assert kinds(li)[-1] == "person.second_factor_set"


def test_a_wrong_code_leaves_it_off(li: Person) -> None:
    _secret, offer = actions.offer_second_factor(person=li)
    with pytest.raises(Refused, match="not right"):
        actions.set_second_factor(person=li, offer=offer, typed="1", wall=WALL, at=AT, by=viewer(li))
    assert queries.second_factor(li) is None


@pytest.mark.parametrize("offer", ["", "x", "gAAAAAB" * 20, "é", "\x00"])
def test_an_invented_offer_is_refused(li: Person, offer: str) -> None:
    with pytest.raises(Refused, match="too long"):
        actions.set_second_factor(person=li, offer=offer, typed="123456", wall=WALL, at=AT, by=viewer(li))


def test_an_offer_to_somebody_else_is_refused(li: Person, wang: Person) -> None:
    secret, offer = actions.offer_second_factor(person=wang)
    typed = code_at(secret, WALL)
    with pytest.raises(Refused):
        actions.set_second_factor(person=li, offer=offer, typed=typed, wall=WALL, at=AT, by=viewer(li))


def test_it_is_not_set_twice(li: Person) -> None:
    switch_on(li)
    with pytest.raises(Refused, match="on already"):
        switch_on(li)


def test_a_code_counts_once_and_none_before_it(li: Person) -> None:
    secret, _codes = switch_on(li)
    assert not check(li, code_at(secret, WALL), WALL)  # the one that switched it on
    newest = WALL + LATER
    assert check(li, code_at(secret, newest), newest)
    assert not check(li, code_at(secret, newest), newest)
    assert not check(li, code_at(secret, newest - timedelta(seconds=30)), newest)
    assert check(li, code_at(secret, newest + timedelta(seconds=30)), newest)


@pytest.mark.parametrize("typed", ["{} {}", "{}-{}", " {}{} ", "{}{}"])
def test_a_code_may_be_typed_with_spaces_and_wide_digits(li: Person, typed: str) -> None:
    secret, _codes = switch_on(li)
    code = code_at(secret, WALL + LATER)
    wide = typed.format(code[:3], code[3:]).translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert check(li, wide)


def test_a_recovery_code_counts_once_and_is_a_fact(li: Person) -> None:
    _secret, codes = switch_on(li)
    assert check(li, codes[3].lower().replace("-", " "))
    assert not check(li, codes[3])
    used = history(STREET, f"person:{li.pk}")[-1]
    assert (used.kind, used.data) == ("person.recovery_code_used", {"left": 9})


def test_new_recovery_codes_take_the_place_of_the_old(li: Person) -> None:
    _secret, codes = switch_on(li)
    fresh = actions.new_recovery_codes(person=li, at=AT, by=viewer(li))
    assert not check(li, codes[0])
    assert check(li, fresh[0])


@pytest.mark.parametrize("typed", ["", "-", "000000", "x" * 5000, "\x00", "１" * 6])
def test_what_is_no_code_is_refused(li: Person, typed: str) -> None:
    secret, _codes = switch_on(li)
    if code_at(secret, WALL + LATER) != typed:
        assert not check(li, typed)


def test_without_a_second_factor_no_code_is_right(li: Person) -> None:
    assert not check(li, "123456")


def test_neither_secret_nor_codes_can_be_read_from_the_row(li: Person) -> None:
    secret, codes = switch_on(li)
    row = SecondFactor.objects.get(person=li)
    kept = bytes(row.sealed).decode() + str(row.codes)
    assert all(text not in kept for text in (secret, *codes, *(code.replace("-", "") for code in codes)))
    assert sealing.unseal(row.sealed) == secret


def test_a_new_key_seals_secrets_again(li: Person, settings: Settings) -> None:
    secret, _codes = switch_on(li)
    assert rotate().newest == 1
    settings.CONTACT_KEYS = ["n" * 40, *settings.CONTACT_KEYS]
    assert rotate().resealed == 1
    settings.CONTACT_KEYS = ["n" * 40]
    assert check(li, code_at(secret, WALL + LATER))


def test_where_the_key_is_lost_no_code_is_right_and_a_reset_helps(
    li: Person, admin: Viewer, settings: Settings
) -> None:
    secret, codes = switch_on(li)
    settings.CONTACT_KEYS = ["x" * 40]
    assert not check(li, code_at(secret, WALL + LATER))
    assert not check(li, codes[0])
    with pytest.raises(Refused, match="lost"):
        actions.new_recovery_codes(person=li, at=AT, by=viewer(li))
    actions.reset_second_factor(person=li, reason="broken", at=AT, by=admin)
    switch_on(li)


def test_one_switches_off_ones_own_alone(li: Person, wang: Person, admin: Viewer) -> None:
    switch_on(li)
    for other in (viewer(wang), admin):
        with pytest.raises(Refused, match="Only the person"):
            actions.drop_second_factor(person=li, at=AT, by=other)
    actions.drop_second_factor(person=li, at=AT, by=viewer(li))
    assert queries.second_factor(li) is None


@pytest.mark.parametrize(("who", "role"), [("administrators", "street_admin"), ("everybody", "cadre")])
def test_who_must_have_one_keeps_it(li: Person, who: str, role: str) -> None:
    duty(li, role, STREET if role == "street_admin" else EAST)
    switch_on(li)
    change_setting(place=STREET, key="people.second_factor", text=who, at=AT, by=None)
    with pytest.raises(Refused, match="requires"):
        actions.drop_second_factor(person=li, at=AT, by=viewer(li))


def test_the_administrator_resets_it_with_a_reason_and_ends_every_session(li: Person, admin: Viewer) -> None:
    switch_on(li)
    before = Person.objects.get(pk=li.pk).get_session_auth_hash()
    actions.reset_second_factor(person=li, reason="lost", at=AT, by=admin)
    assert queries.second_factor(li) is None
    assert Person.objects.get(pk=li.pk).get_session_auth_hash() != before
    made = history(STREET, f"person:{li.pk}")[-1]
    assert (made.kind, made.actor_id, made.data) == (
        "person.second_factor_reset",
        admin.person_id,
        {"reason": "lost"},
    )


@pytest.mark.parametrize("reason", ["", "because", "lost; drop table"])
def test_a_reset_needs_one_of_the_reasons(li: Person, admin: Viewer, reason: str) -> None:
    switch_on(li)
    with pytest.raises(Refused, match="Say why"):
        actions.reset_second_factor(person=li, reason=reason, at=AT, by=admin)


def test_nobody_resets_their_own_or_whom_they_might_not_invite(
    li: Person, admin: Viewer, stranger: Viewer, county_admin: Viewer
) -> None:
    own = Person.objects.get(pk=admin.person_id)
    switch_on(own)
    duty(li, "auditor", STREET)
    switch_on(li)
    with pytest.raises(Refused, match="their own"):
        actions.reset_second_factor(person=own, reason="lost", at=AT, by=admin)
    for other in (admin, stranger):
        with pytest.raises(Refused):
            actions.reset_second_factor(person=li, reason="lost", at=AT, by=other)
    actions.reset_second_factor(person=li, reason="lost", at=AT, by=county_admin)
    with pytest.raises(Refused, match="off"):
        actions.reset_second_factor(person=li, reason="lost", at=AT, by=county_admin)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_the_same_code_at_once_one_gets_in(li: Person) -> None:
    secret, codes = switch_on(li)
    for typed in (code_at(secret, WALL + LATER), codes[0]):
        answers: list[bool] = []
        start = threading.Barrier(4)

        def send(said: str = typed, start: threading.Barrier = start, answers: list[bool] = answers) -> None:
            start.wait()
            answers.append(check(li, said))
            connections.close_all()

        threads = [threading.Thread(target=send) for _one in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [False, False, False, True]
