"""What people send becomes an upright picture in three sizes with no metadata, or a sentence."""

import errno
import io
import os
import resource
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

from linli.facts import queries as facts
from linli.lib.db import writing
from linli.pictures import actions, decoding, files, queries
from linli.pictures.models import Picture
from linli.pictures.refusals import BadPicture
from tests.pictures.conftest import NOW, STREET, drawn, encoded, files_in

pillow_heif.register_heif_opener()
Store = Callable[..., Picture]


def opened(picture: Picture, size: str = "large") -> Image.Image:
    with Image.open(queries.file(picture, size)) as image:
        image.load()
        return image


def brightness(image: Image.Image, x: float, y: float) -> int:
    """How bright a picture is around a place, so that single dots of a dithered one make no difference."""
    level = image.convert("L").resize((32, 24), Image.Resampling.BOX).getpixel((int(x * 31), int(y * 23)))
    assert isinstance(level, int)
    return level


def is_upright(image: Image.Image) -> bool:
    """The dark corner is at the top left and nowhere else."""
    corners = [brightness(image, x, y) < 90 for x, y in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9))]
    return corners == [True, False, False]


def with_place(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Huawei"
    exif.get_ifd(0x8825).update({1: "N", 2: (IFDRational(32), IFDRational(31), IFDRational(43))})
    return exif.tobytes()


def turned(orientation: int) -> Image.Image:
    """The drawn picture as a camera stores it that is held so that `orientation` sets it right."""
    back = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    return drawn() if back is None else drawn().transpose(back)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_is_kept_in_three_sizes_under_its_case(form: str, store: Store, folder: Path) -> None:
    picture = store(encoded(drawn((2000, 1500)), form))
    assert [opened(picture, size).size for size in ("small", "middle", "large")] == [
        (240, 180),
        (800, 600),
        (1600, 1200),
    ]
    assert (picture.width, picture.height) == (1600, 1200)
    assert picture.bytes == sum(path.stat().st_size for path in folder.rglob("*.jpg"))
    assert queries.of(STREET, "case:1") == [picture]
    assert queries.of_many(STREET, ["case:1", "case:2"]) == {"case:1": [picture]}
    assert queries.by_token(STREET, picture.token) == picture
    assert [fact.kind for fact in facts.history(STREET, "case:1")] == ["picture.stored"]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_phone_was_held(orientation: int, store: Store) -> None:
    picture = store(encoded(turned(orientation), exif=with_place(orientation)))
    assert opened(picture).size == (640, 480)
    assert is_upright(opened(picture))


def test_an_iphone_picture_is_turned_once_and_not_twice(store: Store) -> None:
    file = io.BytesIO()
    pillow_heif.from_pillow(turned(6)).save(file, exif=with_place(6))
    with Image.open(file) as as_shown:
        assert as_shown.size == (640, 480)
    file.seek(0)
    assert is_upright(opened(store(file)))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_tells_where_a_picture_was_taken_or_by_which_phone(form: str, store: Store) -> None:
    options: dict[str, Any] = {"exif": with_place(1)}
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Huawei</x:xmpmeta>'
    if form == "JPEG":
        options |= {"comment": b"Huawei", "xmp": xmp, "icc_profile": profile("sRGB")}
    if form == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", "Huawei")
    if form == "WEBP":
        options |= {"xmp": xmp, "icc_profile": profile("sRGB")}
    sent = encoded(drawn(), form, **options)
    assert b"Huawei" in sent.getvalue()
    picture = store(sent)
    for size in ("small", "middle", "large"):
        kept = queries.file(picture, size).read_bytes()
        assert not any(word in kept for word in (b"Huawei", b"Exif", b"xmp", b"ICC_PROFILE"))
        assert set(opened(picture, size).info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }


def profile(name: Any) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


@pytest.mark.parametrize("size", [(640, 480), (6500, 900)])
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_picture_of_few_or_many_colours_comes_out_as_it_was(
    mode: str, size: tuple[int, int], store: Store
) -> None:
    """The larger one is read in strips."""
    if mode == "I;16":
        sent = drawn(size, "L").convert("I").point(lambda level: level * 257).convert("I;16")
    else:
        sent = drawn(size, mode)
    kept = opened(store(encoded(sent, "PNG")))
    assert (kept.mode, kept.width) == ("RGB", min(size[0], 1600))
    expected = drawn(size).resize(kept.size)
    for x, y in ((0.1, 0.1), (0.9, 0.1), (0.62, 0.62), (0.5, 0.95)):
        difference = abs(brightness(kept, x, y) - brightness(expected, x, y))
        assert difference < (64 if mode in {"1", "P"} else 6), (x, y)


@pytest.mark.parametrize("size", [(640, 480), (6500, 900)])
def test_a_colour_that_stands_for_nothing_becomes_white(size: tuple[int, int], store: Store) -> None:
    grey = Image.new("L", size, 77)
    assert brightness(opened(store(encoded(grey, "PNG", transparency=77))), 0.5, 0.5) == 255


def test_a_picture_for_print_comes_out_in_colours_of_the_screen(store: Store) -> None:
    kept = opened(store(encoded(drawn(mode="CMYK"), "JPEG")))
    assert kept.mode == "RGB"
    assert is_upright(kept)


def test_what_is_transparent_becomes_white(store: Store) -> None:
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    assert brightness(opened(store(encoded(clear, "PNG"))), 0.5, 0.5) == 255


def test_of_an_animation_the_first_frame_is_kept(store: Store) -> None:
    moving = encoded(drawn(), "WEBP", save_all=True, append_images=[Image.new("RGB", (640, 480))])
    assert is_upright(opened(store(moving)))


def test_a_damaged_colour_profile_or_orientation_is_no_reason_to_refuse(store: Store) -> None:
    broken = encoded(drawn(), icc_profile=b"no profile at all", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")
    assert is_upright(opened(store(broken)))


def bomb(side: int) -> io.BytesIO:
    """A PNG that says it has `side` × `side` pixels and is a few bytes long."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(200_000))
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def scans_without_end() -> io.BytesIO:
    whole = encoded(drawn(), progressive=True).getvalue()
    return io.BytesIO(whole[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 500 + whole[-2:])


HEAVY = 20 * 1024 * 1024 + 1
REFUSED: dict[str, tuple[Callable[[], io.BytesIO], str]] = {
    "nothing": (io.BytesIO, "empty"),
    "a PDF called .jpg": (lambda: io.BytesIO(b"%PDF-1.7\n" + bytes(500)), "This is a PDF"),
    "a GIF": (lambda: encoded(drawn(), "GIF"), "This is a GIF"),
    "a TIFF": (lambda: encoded(drawn(), "TIFF"), "This is a TIFF"),
    "a BMP": (lambda: encoded(drawn(), "BMP"), "This is a BMP"),
    "an AVIF": (lambda: encoded(drawn(), "AVIF"), "This is an AVIF"),
    "a video": (lambda: io.BytesIO(b"\x00\x00\x00\x18ftypmp42" + bytes(500)), "This is a video"),
    "a drawing": (lambda: io.BytesIO(b'<svg onload="alert(1)"/>'), "web page or a drawing"),
    "a document": (lambda: io.BytesIO(b"PK\x03\x04" + bytes(500)), "document or an archive"),
    "a sentence": (lambda: io.BytesIO("垃圾堆在路边".encode()), "not a picture"),
    "a header alone": (lambda: io.BytesIO(b"\xff\xd8\xff\xe0"), "damaged"),
    "half a picture": (lambda: io.BytesIO(encoded(drawn()).getvalue()[:9000]), "damaged"),
    "half a HEIC": (lambda: io.BytesIO(encoded(drawn(), "HEIF").getvalue()[:2000]), "damaged"),
    "a bomb": (lambda: bomb(60_000), "far too many"),
    "a small bomb": (lambda: bomb(7_300), "7300 × 7300"),
    "scans without end": (scans_without_end, "unusual"),
    "one pixel": (lambda: encoded(Image.new("RGB", (1, 1)), "PNG"), "1 × 1"),
    "30 MB": (lambda: io.BytesIO(b"\xff\xd8\xff" + bytes(HEAVY)), "over 20 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_is_refused_by_its_name_and_leaves_nothing(
    what: str, store: Store, folder: Path, english: None
) -> None:
    make, sentence = REFUSED[what]
    with pytest.raises(BadPicture, match=sentence):
        store(make())
    assert files_in(folder) == []
    assert not Picture.objects.exists()


@pytest.fixture
def small_files() -> Iterator[None]:
    """A disk that takes no more than 10,000 bytes a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("english")
def test_a_disk_that_fills_during_the_upload_leaves_nothing(folder: Path, small_files: None) -> None:
    noise = Image.effect_noise((1200, 1200), 90).convert("RGB")
    with pytest.raises(BadPicture, match="no room"):
        files.stage(decoding.sizes(noise))
    assert files_in(folder) == []


@pytest.mark.usefixtures("english")
def test_a_disk_that_cannot_confirm_leaves_neither_row_nor_file(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    syncs = []

    def full(handle: int) -> None:
        syncs.append(handle)
        if len(syncs) == 6:  # three files, their folder, then the folders they are moved into
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadPicture, match="no room"):
        store()
    assert files_in(folder) == []
    assert not Picture.objects.exists()


def test_a_report_that_is_undone_leaves_files_which_are_swept(store: Store, folder: Path) -> None:
    kept = store()
    prepared = actions.prepare(street=STREET, file=encoded(drawn()), at=NOW)
    abandoned = actions.prepare(street=STREET, file=encoded(drawn()), at=NOW)

    def report() -> None:
        with writing():
            actions.attach(prepared=prepared, subject="case:2", kind="before", by_id=None, at=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        report()
    assert len(files_in(folder)) == 9
    assert actions.sweep_orphans() == 0  # young ones may belong to a report that is just being written
    for path in [*folder.glob("*/*/*"), abandoned.folder]:
        os.utime(path, (0, 0))
    assert actions.sweep_orphans() == 2
    assert len(files_in(folder)) == 3
    assert list(queries.missing()) == []
    assert queries.of(STREET, "case:1") == [kept]


def test_a_file_that_is_gone_is_found(store: Store) -> None:
    picture = store()
    queries.file(picture, "middle").unlink()
    assert list(queries.missing()) == [f"{picture.folder}/middle.jpg"]


def test_a_case_takes_only_so_many_pictures(store: Store, folder: Path) -> None:
    for _n in range(24):
        store(encoded(drawn((64, 64))))
    with pytest.raises(BadPicture):
        store(encoded(drawn((64, 64))))
    assert len(files_in(folder)) == 72


def test_erasing_a_case_takes_its_pictures_and_files_and_nobody_elses(
    store: Store, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    store()
    other = store(subject="case:2")
    after = store(kind="after")
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.erase(street=STREET, subject="case:1", kinds=["before", "more"], at=NOW) == 1
        assert queries.of(STREET, "case:1") == [after]
        assert actions.erase(street=STREET, subject="case:1", at=NOW) == 1
    assert queries.of(STREET, "case:1") == []
    assert {str(Path(path).parent) for path in files_in(folder)} == {other.folder}
    assert [fact.kind for fact in facts.history(STREET, "case:1")][-1] == "picture.erased"
    assert actions.erase(street=STREET, subject="case:1", at=NOW) == 0


WHOLE = {form: encoded(drawn((96, 64)), form).getvalue() for form in ("JPEG", "PNG", "WEBP", "HEIF")}


@given(st.data(), st.sampled_from(sorted(WHOLE)))
def test_broken_bytes_are_a_picture_or_a_sentence_and_nothing_else(data: st.DataObject, form: str) -> None:
    sent = bytearray(WHOLE[form])
    for _n in range(data.draw(st.integers(1, 8))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    try:
        picture = decoding.decode(io.BytesIO(sent[: data.draw(st.integers(0, len(sent)))]))
    except BadPicture:
        return
    assert picture.mode == "RGB"
    assert max(picture.size) <= 1600
