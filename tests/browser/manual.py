"""Pictures of the manual: taken by the journeys that walk what it says, so that they never show what is no more.

Every run takes them; only `LINLI_MANUAL=1` writes them to docs/manual/shots/, small enough to live in the repository.
"""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual"
COLOURS = 96  # a page of paper, ink and one green needs no more; a tenth of the bytes


def take(page: Page, language: str, name: str, *, of: Locator | None = None) -> None:
    """This will take a picture of what the screen shows, or of one part; it fails if no page of the manual shows it."""
    pages = (MANUAL / language).glob("*.md")
    assert any(f"../shots/{language}/{name}.png" in text.read_text("utf-8") for text in pages), (
        f"docs/manual/{language}/ shows no picture {name}"
    )
    page.wait_for_load_state("networkidle")
    picture = (of or page).screenshot(animations="disabled")
    if not os.environ.get("LINLI_MANUAL"):
        return
    folder = MANUAL / "shots" / language
    folder.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)


def speak(page: Page, language: str) -> None:
    """This will choose the language of the pages, as a person does by its link."""
    page.goto(f"/display/?lang={language}&next=/")
