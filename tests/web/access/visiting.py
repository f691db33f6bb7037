"""One request as somebody, its answer as a sign of the matrix, and what it wrote; then all of it is undone."""

import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction

from linli.places import memory
from linli.web.resident import guesses
from tests.web.access.table import PARTS
from tests.web.access.town import Scene

# Sessions and "read" marks are nobody's facts; a sign-in that failed is counted.
QUIET = {"django_session", "notify_notice", "people_failedsignin", "people_signin"}
_WRITES = re.compile(
    r"\s*(INSERT INTO|UPDATE|DELETE FROM|SAVEPOINT|ROLLBACK TO SAVEPOINT)\s+\"?(\w+)", re.IGNORECASE
)


class Writes:
    """The tables written by the statements that pass; what is rolled back to a savepoint was not written."""

    def __init__(self) -> None:
        self.tables: list[str] = []
        self._marks: dict[str, int] = {}

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """This will note a statement and let it pass."""
        if found := _WRITES.match(sql):
            what, name = found[1].upper(), found[2]
            if what == "SAVEPOINT":
                self._marks[name] = len(self.tables)
            elif what == "ROLLBACK TO SAVEPOINT":
                del self.tables[self._marks[name] :]
            else:
                self.tables.append(name)
        return execute(sql, params, many, context)


@dataclass
class Visit:
    """What came of a request: its status, where it led, its text, and the tables that were written."""

    status: int
    to: str
    text: str
    written: set[str] = field(default_factory=set)

    @property
    def sign(self) -> str:
        """The sign of the matrix for this answer."""
        if self.status in {302, 303}:
            if self.to.startswith("/sign-in/?next="):
                return "s"
            return "w" if "facts_fact" in self.written else ">"
        if self.status in {200, 409, 422}:
            return "w" if "facts_fact" in self.written else "+"
        return {403: "x", 404: ".", 410: ".", 405: "-"}.get(self.status, f"{self.status}")


def visit(scene: Scene, part: str, method: str, address: str, given: dict[str, Any] | None = None) -> Visit:
    """This will ask an address as somebody, by the letters of their column."""
    browser = scene.browsers[PARTS[part]]
    writes = Writes()
    guesses.forget()
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    with transaction.atomic(), connection.execute_wrapper(writes):
        answer = browser.get(address) if method == "GET" else browser.post(address, given)
        seen = Visit(
            answer.status_code, answer.headers.get("Location", ""), _text(answer), set(writes.tables)
        )
        transaction.set_rollback(True)
    browser.cookies = SimpleCookie(cookies)
    if seen.written - QUIET:
        memory.forget()
    if seen.to.startswith("/admin/login/"):
        return visit(scene, part, "GET", seen.to)
    return seen


def _text(answer: Any) -> str:
    """The body as text; of a picture that is streamed none."""
    return "" if answer.streaming else answer.content.decode(errors="replace")  # a tile is no text
