"""No page of one language shows words of the other: every page, and what its forms say when they refuse."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import Client

from linli.facts.worker import run_due
from linli.lib import words as catalogues
from linli.people import queries as people
from linli.people.rows import Viewer
from linli.web.desk.verbs import VERBS
from linli.web.resident import guesses
from linli.web.signing.beginning import CONFIRMED, PENDING, wall
from tests.builders import AT, STREET
from tests.pages import NOWHERE, Answer, Found, Get, Walk, path_of
from tests.web import every_state
from tests.web.reading import Form, Page

ALLOWED = tomllib.loads((Path(__file__).parent / "allowed_words.toml").read_text(encoding="utf-8"))
PATTERNS = re.compile("|".join(ALLOWED["patterns"]))
OF_THE_OTHER = {"zh": re.compile(r"[A-Za-zÀ-ɏ]{2,}"), "en": re.compile(r"[\u3400-\u9fff]+")}
MOST = {
    "case": 60,
    "phone-case": 60,
    "track": 60,
    "setup-duty": 4,
    "setup-setting": 60,
    "setup-category": 3,
    "setup-channel": 2,
    "no-more-mail": 2,
}
HUBS = frozenset(
    {"inbox", "cases", "phone-list", "setup-street", "setup-templates", "setup-duties", "box", "requests"}
)
BEGINNINGS = {
    "grid_member": ("/m/", "/m/?status=ended"),
    "community_officer": ("/desk/", "/desk/cases/?status=any"),
    "street_officer": ("/desk/", "/desk/cases/?status=any"),
    "leader": ("/desk/", "/desk/box/"),
    "department_officer": ("/desk/",),
    "supervisor": ("/desk/", "/desk/cases/"),
    "street_admin": (f"/setup/{STREET}/", "/desk/", f"/setup/{STREET}/people/"),
    "county_admin": (f"/setup/{STREET}/", "/desk/box/"),
    "auditor": ("/desk/auditor/",),
}
# What may be typed: nothing, what fits nowhere, what is too long.
TYPED = {"zh": ("", "！", "一" * 5000), "en": ("", "!", "x" * 5000)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
# Words of catalogues that are read on a terminal, where commands and options are Latin.
TERMINAL = frozenset({"cli", "demo", "bench"})


@pytest.fixture
def scene(db: None, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> every_state.Scene:
    """This will build the town in the language of the test, and hold the clock of the pages."""
    guesses.forget()
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    monkeypatch.setattr("linli.web.doors.present", lambda: AT)
    monkeypatch.setattr("linli.web.resident.guesses.PER_WINDOW", 10_000)
    return every_state.build(request.getfixturevalue("language"))


OF_THE_ACCOUNT = [
    "/account/", "/account/devices/", "/account/password/", "/account/second-factor/", "/account/unlink/wecom/",
]  # fmt: skip


class Everybody:
    """A browser for each person of the town, and one for who has no account."""

    def __init__(self, scene: every_state.Scene, language: str) -> None:
        self.scene = scene
        self.language = language
        self.clients = {"": self._open(None)}
        for who in BEGINNINGS:
            self.clients[who] = self._open(scene.town.cast[who])

    def _open(self, viewer: Viewer | None) -> Client:
        client = Client(raise_request_exception=True)
        client.cookies["lang"] = self.language
        if viewer is not None:
            person = people.person(viewer.person_id)
            assert person is not None
            client.force_login(person)
        session = client.session
        if viewer is None:  # somebody between the first factor and the second
            half = people.person(self.scene.town.leader.person_id)
            assert half is not None
            session[PENDING] = {
                "person": half.pk, "way": "password", "next": "", "at": wall().timestamp(),
                "hash": half.get_session_auth_hash(),
            }  # fmt: skip
        elif (
            viewer.person_id != self.scene.town.grid_member.person_id
        ):  # who is asked for the password once more
            session[CONFIRMED] = wall().timestamp()
        session.save()
        return client

    def walk(self) -> Walk:
        """This will read every page somebody is led to, and those to which no link leads."""
        walk = Walk(MOST, HUBS)
        public = [
            "/",
            "/sign-in/",
            "/sign-in/code/",
            "/sign-out/",
            NOWHERE,
            "/sign-in/gone/",
            *self.scene.secrets[:-1],
        ]
        walk.follow("", self._get(""), public)
        for who, beginnings in BEGINNINGS.items():
            more = (
                [self.scene.secrets[-1], "/account/confirm/"]
                if who == "grid_member"
                else [*OF_THE_ACCOUNT, *self.scene.desk]
            )
            walk.follow(who, self._get(who), [*beginnings, *more, *self._steps(who)])
        return walk

    def _get(self, who: str) -> Get:
        def get(address: str) -> Answer:
            answer = self.clients[who].get(address, follow=True)
            last = answer.redirect_chain[-1][0] if answer.redirect_chain else address
            is_page = answer.status_code != 403 and "text/html" in answer.headers["Content-Type"]
            return Answer(path_of(last), answer.content.decode() if is_page else "")

        return get

    def _steps(self, who: str) -> Iterator[str]:
        """Every step's form of every case, open or not: those that are not say why."""
        for case in self.scene.cases.values():
            for action in VERBS:
                yield f"/desk/{case.street}/{case.number}/{str(action).replace('_', '-')}/"

    def refused(self, found: Found) -> Iterator[str]:
        """This will send each form of a page as it should not be, undo what came of it, and give the pages."""
        for form in Page(found.page).forms:
            if form.method != "post" or "/sign-out/" in form.address:
                continue
            for typed in TYPED[self.language]:
                yield from self._sent(found, form, typed)

    def _sent(self, found: Found, form: Form, typed: str) -> Iterator[str]:
        filled = form.hidden | dict.fromkeys(form.open, typed)
        for name, value in form.buttons or [("", "")]:
            with transaction.atomic():
                answer = self.clients[found.who].post(
                    form.address or found.address, filled | ({name: value} if name else {}), follow=True
                )
                transaction.set_rollback(True)
            if "text/html" in answer.headers["Content-Type"]:
                yield answer.content.decode()


def foreign(page: str, language: str) -> list[str]:
    """This will list what of a page's words is of the other language and not allowed."""
    shown = PATTERNS if language == "zh" else re.compile(r"(?!)")
    found: list[str] = []
    for words in Page(page).words:
        strange = OF_THE_OTHER[language].findall(shown.sub(" ", words))
        found += [f"{word!r} in {words[:90]!r}" for word in strange if word not in ALLOWED["words"]]
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_shows_words_of_the_other_language(
    scene: every_state.Scene, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SIGN_IN_WAYS", {"wecom": {}})
    everybody = Everybody(scene, language)
    walk = everybody.walk()
    assert walk.missing() == set()
    steps = {found.key.removeprefix("step ") for found in walk.found}
    assert {str(action).replace("_", "-") for action in VERBS} <= steps
    faults: dict[str, str] = {}
    sent: set[str] = set()
    for found in walk.found:
        # Forms of one page are alike, whichever case it shows.
        refused = () if found.key in sent else everybody.refused(found)
        sent.add(found.key)
        for page in (found.page, *refused):
            for fault in foreign(page, language):
                faults.setdefault(fault, f"{found.key} {found.address} ({found.who})")
    assert not faults, "\n".join(f"{fault}  <- {where}" for fault, where in sorted(faults.items()))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_colleagues_are_written_to_in_their_own_language(scene: every_state.Scene, language: str) -> None:
    run_due(AT)
    sent = [message for message in mail.outbox if message.to[0].endswith("@example.com")]
    assert len({message.subject for message in sent}) > 1
    faults = [fault for message in sent for fault in foreign(f"{message.subject}\n{message.body}", language)]
    assert not faults, "\n".join(faults)


def test_no_sentence_in_chinese_has_latin_words() -> None:
    faults = []
    for path in catalogues.catalogues():
        if TERMINAL.isdisjoint(path.parts):
            with path.open("rb") as file:
                rows = [row for row in read_po(file) if row.id]
            said = [text for row in rows for text in _texts(row.string)]
            faults += [fault for text in said for fault in foreign(PLACEHOLDER.sub(" ", text), "zh")]
    assert not faults, "\n".join(faults)


def _texts(said: str | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)
