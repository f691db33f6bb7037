"""Filling in a page's form as a browser does: what stands in its fields goes along."""

import io
from html.parser import HTMLParser
from typing import Any, TypeAlias

from django.test import Client
from PIL import Image

# What the test client gives: an answer that its stubs know under a name of their own.
Answer: TypeAlias = Any


TICKS = {"radio", "checkbox"}


def _sent(kind: str, given: dict[str, str]) -> bool:
    return kind not in {"file", "submit"} and (kind not in TICKS or "checked" in given)


class _Forms(HTMLParser):
    """Collects, for each form, the fields a browser would send without a tap on any button."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.area = ""
        self.choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "form":
            self.forms.append({})
        elif tag == "textarea" and self.forms:
            self.area = name
            self.forms[-1].setdefault(name, []).append("")
        elif tag == "select":
            self.choice = name
        elif tag == "option" and self.choice and "selected" in given and self.forms:
            self.forms[-1].setdefault(self.choice, []).append(given["value"])
        elif tag == "input" and name and self.forms and _sent(kind, given):
            by_default = "on" if kind in TICKS else ""
            self.forms[-1].setdefault(name, []).append(given.get("value", by_default))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1][self.area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            # a browser drops the line break Django puts after the opening tag
            self.forms[-1][self.area][-1] = self.forms[-1][self.area][-1].lstrip("\n")
            self.area = ""
        elif tag == "select":
            self.choice = ""


def words(page: Answer) -> str:
    """This will give the page as text."""
    text: str = page.content.decode()
    return text


def filled(page: Answer, /, **typed: Any) -> dict[str, Any]:
    """This will give what the page's largest form would send, with what was typed and tapped."""
    reader = _Forms()
    reader.feed(words(page))
    form = max(reader.forms, key=len)
    return {**{name: held[0] if len(held) == 1 else held for name, held in form.items()}, **typed}


def send(client: Client, address: str, /, **typed: Any) -> Answer:
    """This will open a page, fill in its form and send it."""
    return client.post(address, filled(client.get(address), **typed))


def send_again(client: Client, address: str, page: Answer, /, **typed: Any) -> Answer:
    """This will send the form of a page that came back, with changes."""
    return client.post(address, filled(page, **typed))


def photo(name: str = "IMG_1.jpg", size: tuple[int, int] = (640, 480)) -> io.BytesIO:
    """This will take a picture."""
    image = Image.effect_noise(size, 60).convert("RGB")
    kept = io.BytesIO()
    image.save(kept, "JPEG")
    return named(kept.getvalue(), name)


def named(content: bytes, name: str) -> io.BytesIO:
    """This will give bytes as a file with a name."""
    file = io.BytesIO(content)
    file.name = name
    return file
