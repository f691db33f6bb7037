"""Django's admin outside of production: to look, by administrators, at their own streets, without contacts."""

import pytest
from django.test import Client
from django.urls import reverse

from linli.people.models import Person
from linli.people.rows import Viewer
from linli.privacy import models as privacy
from linli.web.admin import HIDDEN, SHOWN, site
from tests.builders import OTHER_STREET, STREET, Town, build_town, report


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def signed_in(client: Client, viewer: Viewer) -> Client:
    client.force_login(Person.objects.get(pk=viewer.person_id))
    return client


@pytest.mark.parametrize("part", ["grid_member", "community_officer", "leader", "auditor", "stranger"])
def test_nobody_but_an_administrator_gets_in(client: Client, town: Town, part: str) -> None:
    assert signed_in(client, town.cast[part]).get("/admin/", follow=True).status_code == 403
    client.logout()
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/sign-in/?next=/admin/"


def test_every_table_can_be_looked_at(client: Client, town: Town) -> None:
    case = report()
    signed_in(client, town.street_admin)
    assert client.get("/admin/").status_code == 200
    for model in SHOWN:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert client.get(reverse(f"{name}_changelist")).status_code == 200, model
    page = client.get(reverse("admin:cases_case_change", args=[case.pk]))
    assert case.number in page.content.decode()
    assert case.tracking not in page.content.decode()


def test_nothing_can_be_changed(client: Client, town: Town) -> None:
    case = report()
    signed_in(client, town.street_admin)
    for address in ("add", "change", "delete"):
        arguments = [] if address == "add" else [case.pk]
        answer = client.post(reverse(f"admin:cases_case_{address}", args=arguments), {"title": "x"})
        assert answer.status_code == 403, address


def test_an_administrator_sees_the_rows_of_their_own_street(client: Client, town: Town) -> None:
    report()
    Person.objects.filter(pk=town.stranger.person_id).update(street=OTHER_STREET)
    listed = reverse("admin:people_person_changelist")
    assert STREET in str(town.street_admin.street)
    own = signed_in(client, town.street_admin).get(listed).content.decode()
    assert "grid_member" in own
    assert "stranger" not in own
    assert "stranger" in signed_in(client, town.county_admin).get(listed).content.decode()


def test_contacts_and_secrets_are_not_in_it() -> None:
    shown = {model._meta.label for model in site._registry}
    assert not shown & {model._meta.label for model in vars(privacy).values() if hasattr(model, "_meta")}
    assert "sessions.Session" not in shown
    assert {"password", "email", "work_phone", "salt"} <= set(HIDDEN)
