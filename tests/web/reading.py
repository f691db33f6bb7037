"""Reads a page as a person does: its words, wherever the browser shows them, and its forms as they can be sent."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# Where words stand that are read or read out; data-* are what script shows.
SHOWN = frozenset(
    {
        "alt",
        "title",
        "aria-label",
        "placeholder",
        "label",
        "data-label",
        "data-busy",
        "data-done",
        "data-failed",
        "data-remove",
        "data-news",
        "data-new",
        "data-again",
        "data-out",
        "data-in",
        "data-see",
        "data-share",
        "data-share-hint",
    }
)
SILENT = frozenset({"script", "style", "template"})
# Elements that are never closed, or close themselves in our drawings.
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "use", "wbr"})
LANGUAGES = {"zh-Hans": "en", "en": "zh-Hans"}


@dataclass
class Form:
    """One form: where it goes, how, what it carries, what a person fills in, and its buttons."""

    address: str
    method: str
    hidden: dict[str, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """The words of a page but those marked as being of the other language, or as never to be translated."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.language = ""
        self._path: list[tuple[str, bool]] = []
        self.feed(html)

    @property
    def _quiet(self) -> bool:
        return any(quiet for _tag, quiet in self._path)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "")
        quiet = tag in SILENT or given.get("translate") == "no" or self._of_the_other(tag, given)
        if not quiet and not self._quiet:
            self.words += [value for name, value in given.items() if name in SHOWN]
            if tag == "input" and given.get("type") in {"submit", "button", "text", None}:
                self.words.append(given.get("value", ""))
        self._note_form(tag, given)
        if tag not in VOID:
            self._path.append((tag, quiet))

    def handle_endtag(self, tag: str) -> None:
        while self._path and self._path.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._quiet:
            self.words.append(" ".join(data.split()))

    def _of_the_other(self, tag: str, given: dict[str, str]) -> bool:
        return tag != "html" and given.get("lang") == LANGUAGES.get(self.language, "")

    def _note_form(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
            self.by_id[given.get("id", "")] = self.forms[-1]
            return
        form = self.by_id.get(given["form"]) if "form" in given else self.forms[-1] if self.forms else None
        name = given.get("name", "")
        if form is None or not name or tag not in {"input", "select", "textarea", "button"}:
            return
        if tag == "button":
            form.buttons.append((name, given.get("value", "")))
        elif given.get("type") == "hidden":
            form.hidden[name] = given.get("value", "")
        elif given.get("type") != "file":
            form.open.append(name)
