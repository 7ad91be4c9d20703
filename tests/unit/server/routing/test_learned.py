"""Learning from confirmed matters: what comes out, how it is kept, and what decides when it is in use."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from server.core import keyring
from server.core.crypto import Vault
from server.core.guarded import VAULT as OPTION
from server.core.keyring import Use
from server.core.keysource import KeyFile
from server.routing import service
from server.routing.classify import classify
from server.routing.examples import Example, ExamplesInvalid
from server.routing.learned import store
from server.routing.learned.features import showable
from server.routing.learned.files import Manifest, ModelUnusable, read
from server.routing.learned.guesses import by_branch, guess
from server.routing.learned.lexicon import make_lexicon, words_within
from server.routing.learned.model import Model, Verdict
from server.routing.learned.store import NotBetter
from server.routing.learned.train import LEAST, generalise, learn
from server.routing.service import RoutingQuestion
from server.routing.settings import RoutingSettings
from tests.unit.server.routing.corpus import corpus

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WAGES = "我们在工地干活，包工头不给农民工发工资"
HELD = corpus(8, seed=99)


@pytest.fixture(scope="module")
def model() -> Model:
    return learn(corpus(20, seed=1))


VAULT = Vault.of_master(b"m" * 32)


def shelf(folder: Path, vault: Vault = VAULT) -> store.Shelf:
    return store.Shelf(folder, vault)


def keep(folder: Path, model: Model, held: list[Example] = HELD) -> Manifest:
    return store.keep(shelf(folder), model, 60, held, NOW)


def test_what_was_taught_is_recognised_and_the_words_that_decided_are_named(model: Model) -> None:
    verdict = model.judge(WAGES)
    assert verdict.probabilities[0][0] == "040202"
    assert sum(share for _, share in verdict.probabilities) == pytest.approx(1, abs=1e-5)
    assert verdict.words
    assert all(word in WAGES for word in verdict.words)


def test_figures_are_no_reason_for_a_citizen() -> None:
    words = ("三个", "几年", "每月", "多次", "三包", "一级", "工资", "ＫＴＶ", "路")
    assert [word for word in words if showable(word)] == ["三包", "一级", "工资"]


def test_the_same_examples_teach_the_same(model: Model) -> None:
    assert learn(corpus(20, seed=1)).judge(WAGES) == model.judge(WAGES)


@pytest.mark.parametrize("text", ["", "   ", "Hello, world", "12345", "龘" * 9000])
def test_a_text_that_says_nothing_is_answered_without_certainty(model: Model, text: str) -> None:
    assert model.judge(text).probabilities[0][1] < 0.9


def test_two_labels_are_enough_and_one_is_not() -> None:
    two = [one for one in corpus(12, seed=3) if not one.label.startswith("13")]
    assert learn(two).judge("公司拖欠工资三个月，工厂欠薪").probabilities[0][0] == "040202"
    with pytest.raises(ExamplesInvalid, match="two labels"):
        learn([one for one in two if one.label == "040202"])


def test_a_class_with_few_examples_becomes_its_group_and_other_rare_labels_are_left_out() -> None:
    few = [Example(f"文{n}", "040202", str(n)) for n in range(LEAST - 1)] + [Example("又", "040203", "x")]
    assert {one.label for one in generalise(few)} == {"040200"}
    assert generalise([Example("文", "自定", "1")]) == []


@settings(max_examples=50)
@given(st.text(alphabet="拖欠农民工资查处A0，"))
def test_cutting_loses_nothing_and_a_smaller_dictionary_cuts_its_texts_alike(text: str) -> None:
    lexicon = make_lexicon({"拖欠": 50, "农民": 90, "农民工": 60, "民工": 30, "工资": 80, "查处": 40}, 1000)
    assert "".join(lexicon.cut(text)) == text
    assert words_within(lexicon, [text]).cut(text) == lexicon.cut(text)


def test_the_likeliest_way_to_cut_wins_over_the_longest_first_word() -> None:
    lexicon = make_lexicon({"农民": 90, "农民工": 60, "工资": 80, "资": 1}, 1000)
    assert lexicon.cut("农民工资") == ["农民", "工资"]


def test_a_model_is_read_back_as_it_was(model: Model, tmp_path: Path) -> None:
    version = keep(tmp_path / "routing", model).version
    assert read(tmp_path / "routing" / version, VAULT).judge(WAGES) == model.judge(WAGES)


def test_nothing_of_what_was_learned_stands_in_clear_and_another_key_opens_nothing(
    model: Model, tmp_path: Path
) -> None:
    version = keep(tmp_path, model).version
    stored = b"".join(file.read_bytes() for file in (tmp_path / version).iterdir())
    assert not any(word.encode() in stored for word in ("农民工", "工资", "包工头"))
    with pytest.raises(ModelUnusable, match="another key"):
        read(tmp_path / version, Vault.of_master(b"x" * 32))


def test_what_was_learned_is_sealed_again_with_a_new_key(model: Model, tmp_path: Path) -> None:
    version = keep(tmp_path, model).version
    file = KeyFile(tmp_path / "hall.key")
    file.replace(keyring.derived(b"m" * 32))
    file.replace(file.read().with_new(Use.SEAL))
    newer = shelf(tmp_path, Vault(file))
    assert (store.seal_again(newer), store.seal_again(newer)) == (1, 0)
    assert read(tmp_path / version, newer.sealer).judge(WAGES) == model.judge(WAGES)
    with pytest.raises(ModelUnusable):
        read(tmp_path / version, VAULT)


@pytest.mark.parametrize("name", ["arrays.npz", "names.json"])
def test_a_file_that_was_changed_is_not_used(model: Model, tmp_path: Path, name: str) -> None:
    version = keep(tmp_path, model).version
    file = tmp_path / version / name
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(ModelUnusable, match="checksum"):
        store.use(shelf(tmp_path), version)
    assert store.present(shelf(tmp_path)) == store.DEFAULT


def test_a_better_version_is_used_and_rolled_back(model: Model, tmp_path: Path) -> None:
    first = keep(tmp_path, model)
    assert first.better
    assert first.compared_with == store.DEFAULT
    store.use(shelf(tmp_path), first.version)
    assert store.present(shelf(tmp_path)) == first.version
    second = keep(tmp_path, model)
    assert second.compared_with == first.version
    with pytest.raises(NotBetter, match="no better"):
        store.use(shelf(tmp_path), second.version)
    store.use(shelf(tmp_path), second.version, anyway=True)
    assert store.rollback(shelf(tmp_path)) == first.version
    assert store.rollback(shelf(tmp_path)) == store.DEFAULT
    assert store.rollback(shelf(tmp_path)) == store.DEFAULT
    assert [one.version for one in store.learned(shelf(tmp_path))] == [first.version, second.version]


def test_a_version_compared_with_another_one_is_not_used_unseen(model: Model, tmp_path: Path) -> None:
    first, second = keep(tmp_path, model), keep(tmp_path, model)
    store.use(shelf(tmp_path), first.version)
    with pytest.raises(NotBetter, match="not compared"):
        store.use(shelf(tmp_path), second.version)


def test_probabilities_of_one_branch_add_up() -> None:
    guesses = by_branch(Verdict((("040202", 0.4), ("060100", 0.35), ("040100", 0.25)), ("工资",)))
    assert [(one.code, round(one.confidence, 2), one.words) for one in guesses] == [
        ("040202", 0.65, ("工资",)),
        ("060100", 0.35, ()),
    ]


def with_models(session: Session, folder: Path) -> None:
    session.info[service.SETTINGS] = RoutingSettings(models=folder)
    session.connection().execution_options(**{OPTION: VAULT})


def question(text: str) -> RoutingQuestion:
    return RoutingQuestion(text, "", "130406", ())


def test_the_model_in_use_decides(model: Model, session: Session, tmp_path: Path) -> None:
    with_models(session, tmp_path)
    default = service.decide(session, question(WAGES), date(2026, 11, 21))
    assert guess(shelf(tmp_path), WAGES) == classify(WAGES)
    store.use(shelf(tmp_path), keep(tmp_path, model).version)
    found = service.decide(session, question(WAGES), date(2026, 11, 21))
    assert found.category is not None
    assert found.category.code == "040202"
    assert found.confidence == pytest.approx(model.judge(WAGES).probabilities[0][1])
    assert found.confidence != default.confidence
    assert found.proposal is not None


@pytest.mark.expect_log("default classifier decides")
def test_a_damaged_model_is_reported_and_the_default_decides(model: Model, session: Session, tmp_path: Path) -> None:
    version = keep(tmp_path, model).version
    (tmp_path / "use.json").write_text(json.dumps(["", version]), encoding="utf-8")
    (tmp_path / version / "names.json").write_text("{}", encoding="utf-8")
    with_models(session, tmp_path)
    found = service.decide(session, question(WAGES), date(2026, 11, 21))
    assert found.confidence == classify(WAGES)[0].confidence


def test_labels_that_are_no_class_codes_never_decide(tmp_path: Path) -> None:
    named = [Example(one.text, f"类{one.label}", one.group) for one in corpus(12, seed=2)]
    version = keep(tmp_path, learn(named), [Example(one.text, f"类{one.label}", one.group) for one in HELD]).version
    store.use(shelf(tmp_path), version, anyway=True)
    assert guess(shelf(tmp_path), WAGES) == classify(WAGES)


def test_a_branch_that_was_never_taught_is_left_to_the_default_classifier(model: Model, tmp_path: Path) -> None:
    store.use(shelf(tmp_path), keep(tmp_path, model).version)
    farm = "村里强行收回承包地，土地承包经营权证不给发"
    assert guess(shelf(tmp_path), farm) == classify(farm)


def test_a_model_of_branches_is_narrowed_by_the_terms(tmp_path: Path) -> None:
    broad = [Example(one.text, f"{one.label[:2]}0000", one.group) for one in corpus(20, seed=1)]
    held = [Example(one.text, f"{one.label[:2]}0000", one.group) for one in HELD]
    store.use(shelf(tmp_path), keep(tmp_path, learn(broad), held).version, anyway=True)
    found = guess(shelf(tmp_path), WAGES)[0]
    assert found.code == classify(WAGES)[0].code
    assert not found.code.endswith("0000")
