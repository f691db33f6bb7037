"""Buttons that cannot be pressed now, and whether their reason can be read where they say it is."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.closed: list[str] = []
        self.words: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("aria-disabled") == "true" or "disabled" in given:
            self.closed.append(given.get("aria-describedby") or "")
        if tag not in {"input", "br", "img", "use", "link", "meta", "path", "hr", "source", "wbr"}:
            self._open.append((tag, given.get("id") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _tag, name in self._open:
            if name:
                self.words[name] = self.words.get(name, "") + data.strip()


def without_reason(page: str) -> list[str]:
    """This will give, for each closed control of a page without a reason that can be read, what it points to."""
    if "disabled" not in page:
        return []
    reader = _Reader()
    reader.feed(page)
    return [
        pointed
        for pointed in reader.closed
        if not pointed or not all(reader.words.get(each) for each in pointed.split())
    ]
