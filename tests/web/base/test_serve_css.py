"""The served CSS keeps to what Chrome 70 and iOS 13 know (docs/adr/0002-served-css.md)."""

import re
from pathlib import Path

import pytest

import linli.web

STATIC = Path(linli.web.__file__).parent / "static" / "web"
SHEETS = sorted(STATIC.glob("*.css"))
RESIDENT_BYTES = 25_600

LACKING = {
    "nesting": r"\{[^{}]*&|\n\s+&",
    ":has, :is, :where": r":(has|is|where)\(",
    "inset": r"(?<![-\w])inset(-block|-inline)?(-start|-end)?\s*:",
    "logical shorthands": r"(margin|padding|border)-(inline|block)\s*:",
    "a transform of its own": r"(?<![-\w])(translate|rotate|scale)\s*:",
    "container queries": r"@container|container-type",
    "colour mixing": r"color-mix|oklch",
    "dynamic viewport": r"\d(dvh|svh|lvh|dvw)\b",
    "layers and scopes": r"@layer|@scope",
    "ranges in media queries": r"@media[^{]*[<>]",
}


def _text(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)


def _rules(text: str) -> list[tuple[str, str]]:
    return [(selector.strip(), body) for selector, body in re.findall(r"([^{};]+)\{([^{}]*)\}", text)]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_uses_nothing_that_the_oldest_browser_lacks(sheet: Path) -> None:
    text = _text(sheet)
    found = {name: match.group(0) for name, pattern in LACKING.items() if (match := re.search(pattern, text))}
    assert found == {}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_gap_stands_only_in_grids(sheet: Path) -> None:
    flexes = {
        selector
        for selector, body in _rules(_text(sheet))
        if re.search(r"(?<![-\w])(row-|column-)?gap\s*:", body)
        and re.search(r"display:\s*(inline-)?flex", body)
    }
    assert flexes == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_min_max_and_clamp_stand_only_inside_supports(sheet: Path) -> None:
    """A value with var() in it does not fall back to the line before: it becomes the property's initial value."""
    text = re.sub(r"@supports[^{]*\{[^{}]*\{[^{}]*\}\s*\}", "", _text(sheet))
    assert re.findall(r"[:\s,(](?:min|max|clamp)\([^;]*;", text) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_focus_is_drawn_where_focus_visible_is_unknown(sheet: Path) -> None:
    lonely = [
        selector
        for selector, _body in _rules(_text(sheet))
        if re.search(r"(?<!:not\():focus-visible", selector)
    ]
    assert lonely == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_fetches_nothing(sheet: Path) -> None:
    assert re.findall(r"url\(|@import|@font-face", _text(sheet)) == []


def test_a_resident_page_loads_one_small_sheet() -> None:
    assert (STATIC / "base.css").stat().st_size <= RESIDENT_BYTES


def test_every_value_that_is_used_is_defined_in_the_sheets_of_its_face() -> None:
    faces = {
        "phone": ["base.css"],
        "lists": ["base.css", "lists.css"],
        "desk": ["base.css", "lists.css", "desk.css"],
        "board": ["base.css", "lists.css", "board.css"],
        "print": ["base.css", "lists.css", "print.css"],
    }
    for face, names in faces.items():
        text = "".join(_text(STATIC / name) for name in names)
        missing = set(re.findall(r"var\((--[\w-]+)", text)) - set(re.findall(r"(--[\w-]+)\s*:", text))
        assert missing == set(), face
