"""Letters are searched and scanned, and a result that differs is told. How fast, no test says."""

import gzip
from pathlib import Path

import pytest

from linli.bench import letters
from linli.cases.search import rules

ROWS = [
    ("反映A7县春华镇水泥路的问题", "本人系金鼎村七里组村民，不知是否有相关水泥路到户政策。"),
    ("A3区影楼是否合法纳税", "座落在A市A3区联丰路G2栋320，一家名叫 Milan 的影楼，据说年单上百万！"),
    ("", "黄兴路步行街，城南路街道；住户卫生间粪便，长年直接排向人行马路。"),
    ("咨询道路命名", ""),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "letters.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write("id,subject,text\n")
        out.writelines(f'{n},"{subject}","{text}"\n' for n, (subject, text) in enumerate(ROWS))
    return path


@pytest.mark.django_db
def test_every_result_equals_the_scan(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert letters.run(file=file, sample=4) == 0
    lines = [line.split("|") for line in capsys.readouterr().out.splitlines() if line.startswith("| ")][1:]
    assert len(lines) == 5
    assert all(line[2] == line[3] for line in lines)


@pytest.mark.django_db
def test_a_result_that_differs_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rules, "_tokens", lambda folded: iter(folded.split()))
    assert letters.run(file=file, sample=4) == 1
    assert "：" in capsys.readouterr().out
