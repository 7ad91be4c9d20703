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


def test_the_bench_measures_both_classifiers_on_the_same_texts(file: Path) -> None:
    result = CliRunner().invoke(bench, ["--messages", str(file), "--train", str(file), "--json"])
    figures = last(result)
    assert set(figures) == {"default", "default_held_back", "learned"}
    learned = figures["learned"]
    assert isinstance(learned, dict)
    assert learned["texts"] == 64
    assert 0 <= learned["macro_f1"] <= 1
