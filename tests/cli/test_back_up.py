"""Backup and restore: whole while others write, checked when read, never over what is there."""

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from tests.cli.conftest import free_port

if TYPE_CHECKING:
    from tests.cli.conftest import Home

Change = Callable[[str, bytes], bytes | None]


def back_up(home: "Home", path: Path, *more: str) -> Path:
    done = home.linli("backup", str(path), *more)
    assert done.returncode == 0, done.stdout + done.stderr
    return path


def again(home: "Home", path: Path, folder: Path) -> "Home":
    """The backup restored into an emptied home."""
    home.linli("manage", "flush", "--no-input")
    done = home.linli("restore", str(path), "--home", str(folder), "--force")
    assert done.returncode == 0, done.stdout + done.stderr
    home.environment["LINLI_HOME"] = str(folder)
    home.path = folder
    return home


def names(path: Path) -> list[str]:
    with tarfile.open(path) as tar:
        return tar.getnames()


@pytest.mark.parametrize("name", ["b.tar", "b.tar.gz"])
def test_what_was_backed_up_is_there_after_a_restore(home: "Home", tmp_path: Path, name: str) -> None:
    path = back_up(home, tmp_path / name)
    codes = home.act("codes").split()
    back = again(home, path, tmp_path / "new")
    assert back.act("codes").split() == codes
    assert back.act("find", ",".join(codes)) == ""
    assert path.stat().st_mode & 0o077 == 0


def test_a_backup_made_while_others_write_is_whole(home: "Home", tmp_path: Path) -> None:
    writer = home.begin("-m", "tests.cli.acting", "report")
    assert writer.stdout is not None
    before = [writer.stdout.readline().strip() for _each in range(3)]
    path = back_up(home, tmp_path / "b.tar")
    assert writer.poll() is None
    writer.kill()
    writer.wait()
    back = again(home, path, tmp_path / "new")
    assert back.act("find", ",".join(before)) == ""


def test_secrets_are_only_in_it_when_asked_for(home: "Home", tmp_path: Path) -> None:
    without, with_keys = tmp_path / "without.tar", tmp_path / "with.tar"
    back_up(home, without)
    back_up(home, with_keys, "--with-keys")
    keys = {"keys/secret-key", "keys/contact-keys"}
    assert not keys & set(names(without))
    assert keys <= set(names(with_keys))


def test_a_file_that_is_there_is_not_replaced(home: "Home", tmp_path: Path) -> None:
    path = tmp_path / "b.tar"
    path.write_text("precious")
    done = home.linli("backup", str(path))
    assert (done.returncode, path.read_text()) == (2, "precious")
    back_up(home, path, "--force")


def test_a_picture_without_its_files_is_named(home: "Home", tmp_path: Path) -> None:
    large = next((home.path / "pictures").rglob("large.jpg"))
    large.unlink()
    done = home.linli("backup", str(tmp_path / "b.tar"))
    assert done.returncode == 1
    assert large.parent.name in done.stderr
    assert not list(tmp_path.glob("b.tar*"))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def without_end(path: Path) -> None:
    rewrite(path, lambda name, content: None if name == "manifest.json" else content)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


def without_a_picture(path: Path) -> None:
    rewrite(path, lambda name, content: None if name.endswith("large.jpg") else content)


def with_a_way_out(path: Path) -> None:
    rewrite(path, lambda _name, content: content, more={"../../outside": b"x"})


def of_the_future(path: Path) -> None:
    def newer(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        return json.dumps(manifest | {"migrations": [*manifest["migrations"], "cases.9999_later"]}).encode()

    rewrite(path, newer)


def no_backup(path: Path) -> None:
    path.write_bytes(gzip.compress(b"hello"))


def rewrite(path: Path, change: Change, more: dict[str, bytes] | None = None) -> None:
    parts: dict[str, bytes] = {}
    with tarfile.open(path) as tar:
        for member in tar:
            file = tar.extractfile(member)
            content = change(member.name, file.read() if file else b"")
            if content is not None:
                parts[member.name] = content
    with tarfile.open(path, "w") as tar:
        for name, content in (parts | (more or {})).items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


@pytest.mark.parametrize(
    "spoil", [cut, without_end, flip, without_a_picture, with_a_way_out, of_the_future, no_backup]
)
def test_a_spoilt_backup_changes_nothing(home: "Home", tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    path = back_up(home, tmp_path / "b.tar")
    spoil(path)
    codes = home.act("codes")
    done = home.linli("restore", str(path), "--force")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert home.act("codes") == codes
    assert not (tmp_path.parent / "outside").exists()
    assert not list(home.path.glob("restore-*"))


def test_a_restore_over_data_needs_to_be_asked_for(home: "Home", tmp_path: Path) -> None:
    path = back_up(home, tmp_path / "b.tar")
    done = home.linli("restore", str(path))
    assert done.returncode == 1
    assert "--force" in done.stderr


def test_what_was_there_is_put_aside(home: "Home", tmp_path: Path) -> None:
    path = back_up(home, tmp_path / "b.tar")
    done = home.linli("restore", str(path), "--force")
    assert done.returncode == 0, done.stderr
    aside = {each.name.partition(".before-")[0] for each in home.path.glob("*.before-*")}
    assert aside == {"pictures"} | ({"linli.sqlite3"} if connection.vendor == "sqlite" else set())


def test_nothing_is_restored_under_a_running_system(home: "Home", tmp_path: Path) -> None:
    path = back_up(home, tmp_path / "b.tar")
    home.serve(free_port())
    done = home.linli("restore", str(path), "--force")
    assert done.returncode == 1
    assert "Stop it first" in done.stderr
