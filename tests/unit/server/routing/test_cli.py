"""`hall routing` and `hall bench routing` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli.routing import routing
from server.routing.bench import routing as bench
from tests.unit.server.routing.corpus import corpus


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "confirmed.jsonl"
    rows = ({"text": one.text, "label": one.label, "group": one.group} for one in corpus(16, seed=5))
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return file


def call(*words: str) -> Result:
    return CliRunner().invoke(routing, words)


def last(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, result.output
    found = json.loads(result.output.splitlines()[-1])
    assert isinstance(found, dict)
    return found


def test_learning_changes_nothing_until_the_version_is_used(file: Path, tmp_path: Path) -> None:
    data = ("--data", str(tmp_path))
    version = str(last(call("learn", str(file), *data, "--json"))["version"])
    assert last(call("list", *data, "--json"))["in_use"] == "default"
    assert call("use", version, "--anyway", *data).exit_code == 0
    assert last(call("list", *data, "--json"))["in_use"] == version
    assert call("rollback", *data).output.strip().endswith("default")


def test_a_version_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    result = call("use", "20200101-000000-000", "--data", str(tmp_path))
    assert result.exit_code == 1
    assert "missing" in result.output


def test_names_of_classes_are_learned_as_their_codes(file: Path, tmp_path: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("040202", "劳动和社会保障"), encoding="utf-8")
    assert "040000" in str(last(call("learn", str(file), "--data", str(tmp_path), "--json"))["labels"])


def test_a_bad_file_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"text": 1}\n', encoding="utf-8")
    result = call("learn", str(file), "--data", str(tmp_path))
    assert result.exit_code == 1
    assert "line 1" in result.output


def test_a_text_is_explained_by_the_default_classifier(tmp_path: Path) -> None:
    found = last(call("explain", "公司拖欠农民工工资，请求查处", "--data", str(tmp_path), "--json"))
    assert isinstance(found["guesses"], list)
    assert found["guesses"][0]["code"].startswith("04")
    assert found["kind"] == "申诉求决类"


def figures(*words: str) -> dict[str, dict[str, float]]:
    result = CliRunner().invoke(bench, [*words, "--json"])
    assert result.exit_code == 0, result.output
    found: dict[str, dict[str, float]] = json.loads(result.output.splitlines()[-1])
    return found


def test_the_bench_measures_everything_on_the_same_texts(file: Path) -> None:
    found = figures("--messages", str(file), "--train", str(file))
    assert set(found) == {"default", "default_held_back", "learned", "svm_pieces", "svm_words_pieces", "ratio"}
    assert found["learned"]["texts"] == found["learned"]["texts_also_taught"] == 64
    assert 0 <= found["learned"]["macro_f1"] <= 1
    assert 0 < found["learned"]["ms_per_text"] <= found["learned"]["ms_p95"] * 20
    assert found["ratio"]["macro_f1_over_best_svm"] > 0


def test_files_of_strangers_are_understood(file: Path, tmp_path: Path) -> None:
    """A byte order mark, empty lines and texts, no groups, and the names of today for labels of before."""
    names = {"040202": "劳动和社会保障", "060100": "教育文体", "130101": "环境保护", "120300": "科技与信息产业"}
    today = names | {"130101": "生态环境", "040202": "人力资源社会保障"}
    train, test = tmp_path / "train.jsonl", tmp_path / "test.jsonl"
    for path, spelling in ((train, names), (test, today)):
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        lines = [json.dumps({"text": row["text"], "label": f" {spelling[row['label']]}"}) for row in rows]
        path.write_text("\ufeff" + "\r\n\r\n".join(lines) + "\n", encoding="utf-8")
    with test.open("a", encoding="utf-8") as more:
        more.write(json.dumps({"text": "", "label": "环境保护"}))
    found = figures("--messages", str(test), "--train", str(train), "--no-baselines")
    assert found["learned"]["texts"] == 65
    assert found["learned"]["macro_f1"] > 0.9


def test_every_broken_line_is_named(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[3], lines[9], lines[11] = lines[3][:-5], '{"text": "没有类别"}', "[1]"
    file.write_bytes("\n".join(lines).encode() + b"\n\xc4\xe3\xba\xc3")
    result = CliRunner().invoke(bench, ["--messages", str(file)])
    assert result.exit_code == 1
    for said in ("line 4: 不是 JSON", "line 10: 缺少类别", "line 12: 不是 JSON 对象", "line 65: 不是 UTF-8"):
        assert said in result.output
    assert "没有类别" not in result.output
