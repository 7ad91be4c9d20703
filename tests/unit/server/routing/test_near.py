"""The texts that vote, copies that stay together, and whether the words that are named really decided."""

from __future__ import annotations

import numpy as np
import pytest

from server.routing.examples import Example
from server.routing.learned.groups import together
from server.routing.learned.model import Model
from server.routing.learned.near import Near, votes_without_own
from server.routing.learned.train import learn
from tests.unit.server.routing.corpus import corpus

#: three texts of two labels over three words: the first two share a word
NEAR = Near(
    np.array([0, 2, 3, 4]),
    np.array([0, 1, 1, 2], dtype=np.int32),
    np.array([1.0, 0.6, 0.8, 1.0], dtype=np.float32),
    np.array([0, 1, 1], dtype=np.int32),
)


def test_the_likest_texts_vote_and_their_votes_are_shared_among_the_words() -> None:
    votes, parts = NEAR.ask(np.array([0, 1]), np.array([0.8, 0.6], dtype=np.float32), 2)
    alike, other = 0.8**4, (0.8 * 0.6 + 0.6 * 0.8) ** 4
    assert votes == pytest.approx([alike / (alike + other), other / (alike + other)], abs=1e-5)
    assert parts.sum(axis=0) == pytest.approx(votes, abs=1e-5)
    assert parts[1, 0] == 0


def test_a_text_like_no_other_gets_no_votes() -> None:
    votes, parts = NEAR.ask(np.array([], dtype=np.intp), np.array([], dtype=np.float32), 2)
    assert votes.tolist() == [0, 0]
    assert parts.shape == (0, 2)


def test_votes_over_a_whole_matrix_are_those_of_one_text() -> None:
    likeness = np.array([[0.8, 0.96, 0.0]], dtype=np.float32)
    one, _ = NEAR.ask(np.array([0, 1]), np.array([0.8, 0.6], dtype=np.float32), 2)
    assert votes_without_own(likeness, np.array([0, 1, 1]), 2)[0] == pytest.approx(one, abs=1e-5)


@pytest.fixture(scope="module")
def model() -> Model:
    return learn(corpus(20, seed=1))


def sure(model: Model, text: str, label: str) -> float:
    return dict(model.judge(text).probabilities)[label]


def test_without_the_words_that_decided_the_answer_is_less_sure_than_without_as_many_others(model: Model) -> None:
    closer = 0
    tried = corpus(6, seed=7)
    for one in tried:
        said = model.judge(one.text)
        label, before = said.probabilities[0]
        bare, other = one.text, one.text
        for word in said.words:
            bare = bare.replace(word, "")
            other = other.replace(
                next((w for w in ("您好", "反映", "恳请", "希望", "次", "请求", "谢谢") if w in other), ""), "", 1
            )
        closer += before - sure(model, bare, label) > before - sure(model, other, label)
    assert closer >= 0.9 * len(tried)


def test_near_copies_share_a_group_and_other_texts_do_not() -> None:
    told = "我在城东工地绑钢筋干了半年，包工头一直拖欠工资，二十多个老乡等着回家过年，请求劳动监察部门查处。"
    again = told.replace("半年", "七个月") + "谢谢领导"
    other = "楼下烧烤店的油烟直接排到我家窗户，晚上呛得睡不着觉，多次反映没有人管，希望环保部门来看看。"
    grouped = together([Example(told, "a", "1"), Example(other, "b", "2"), Example(again, "a", "3")])
    assert [one.group for one in grouped] == ["1", "2", "1"]


def test_groups_that_were_given_stay_and_grow_together() -> None:
    told = "村里的路灯坏了三个月没有人修，晚上老人出门总是摔倒，村委会说没有经费，请求城管部门尽快处理。"
    grouped = together(
        [Example("", "a", "x"), Example(told, "a", "x"), Example(told, "a", "y"), Example("短", "b", "z")]
    )
    assert [one.group for one in grouped] == ["x", "x", "x", "z"]
