"""The manual says the same in both languages, and shows no picture that is not there."""

import re
from pathlib import Path

import pytest

MANUAL = Path(__file__).resolve().parents[1] / "docs" / "manual"
PAGES = sorted(path.name for path in (MANUAL / "zh").glob("*.md"))
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#]+)(?:#[^)]*)?\)")


def text(language: str, page: str) -> str:
    """This will read a page of the manual."""
    return (MANUAL / language / page).read_text(encoding="utf-8")


def test_there_are_the_same_pages_in_both_languages() -> None:
    assert sorted(path.name for path in (MANUAL / "en").glob("*.md")) == PAGES
    assert PAGES


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_headings_and_pictures_in_the_same_order(page: str) -> None:
    chinese, english = text("zh", page), text("en", page)
    for level in ("# ", "## "):
        assert len(re.findall(f"(?m)^{level}", chinese)) == len(re.findall(f"(?m)^{level}", english))
    shown = [[Path(file).name for _alt, file in PICTURE.findall(each)] for each in (chinese, english)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_picture_and_page_it_names_is_there_and_every_picture_is_named(language: str) -> None:
    named: set[Path] = set()
    for page in (MANUAL / language).glob("*.md"):
        for alt, file in PICTURE.findall(page.read_text(encoding="utf-8")):
            assert alt.strip(), f"{page.name}: a picture without words"
            named.add((page.parent / file).resolve())
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            if not link.startswith("http"):
                assert (page.parent / link).exists(), f"{page.name}: {link}"
    assert named == set((MANUAL / "shots" / language).resolve().glob("*.png"))
