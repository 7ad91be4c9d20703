"""What a text is about."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.routing.classify import classify, default_vocabulary, make_vocabulary
from server.routing.scheme import classes, known_prefix

SAMPLES = [
    ("包工头拖欠我们二十三名工人的工资，多次讨要没有结果", "0402"),
    ("我在井下受伤，单位不给申报工伤认定", "040504"),
    ("退休手续办了半年，养老金一直没有发放", "0407"),
    ("征地补偿款三年没有发到失地农民手里", "0201"),
    ("邻居建房占了我家宅基地两米", "010103"),
    ("承包地被村里收回，承包合同还没有到期", "0101"),
    ("村务不公开，村集体收入账目不清", "0102"),
    ("房屋征收的安置房一直不交付，过渡费也停发了", "0302"),
    ("物业公司只收物业费不服务，公共收益不公开", "030413"),
    ("暖气不热，室温只有十四度，热力公司不管", "030503"),
    ("天然气管道装好两年一直不通气", "030512"),
    ("自来水每天停水，水压不够", "030515"),
    ("变压器老化，夏天经常停电", "030514"),
    ("楼盘烂尾，开发商跑了，房产证办不下来", "0304"),
    ("邻居违章搭建，私搭乱建挡了楼道", "030105"),
    ("路灯坏了一年没有人修", "030507"),
    ("采煤塌陷，我家房屋开裂成了危房", "0203"),
    ("洗煤厂粉尘大，晚上噪音扰民", "1301"),
    ("孩子上小学被学区划分到很远的学校", "06"),
    ("手术后医院不给病历，怀疑是医疗事故", "05"),
    ("医保报销比例不对，医保局不给解释", "04"),
    ("低保被取消，我是重度残疾人", "0701"),
    ("退役士兵安置工作一直没有落实", "07"),
    ("户口迁移派出所不给办", "0808"),
    ("判决生效三年，执行局一直没有执行", "08"),
    ("饭店后厨食品变质，吃了以后食物中毒", "0504"),
    ("健身房关门，会员卡余额不退款，消费者投诉无门", "1102"),
    ("电梯天天困人，没有年检", "1103"),
    ("非法集资公司跑路，本金血本无归", "0901"),
    ("出租车拒载，不打表", "1002"),
    ("县城到村里的客运班车停运了", "1001"),
    ("手机没有信号，宽带天天断", "1203"),
]


@pytest.mark.parametrize(("text", "prefix"), SAMPLES)
def test_plain_matters_find_their_class(text: str, prefix: str) -> None:
    first = classify(text)[0]
    assert first.code.startswith(prefix), (first, classes()[first.code].path)
    assert first.confidence > 0.45
    assert first.words


def test_the_deciding_words_stand_in_the_text() -> None:
    text = "小区暖气不热，热力公司不管"
    assert set(classify(text)[0].words) <= {"暖气", "不热", "热力公司", "热力", "小区"}
    assert all(word in text for word in classify(text)[0].words)


def test_spaces_and_full_width_letters_set_by_a_scanner_do_not_matter() -> None:
    assert classify("拖 欠\n工 资 Ｐ２Ｐ") == classify("拖欠工资P2P")


def test_the_longest_term_counts_and_not_its_parts() -> None:
    vocabulary = make_vocabulary({("劳动", "04"): 1, ("仲裁", "08"): 1, ("劳动仲裁", "0802"): 3})
    assert [guess.code for guess in classify("劳动仲裁", vocabulary)] == ["080200"]


@pytest.mark.parametrize("text", ["", "   ", "hello", "？？？"])
def test_a_text_that_says_nothing_gives_no_guess(text: str) -> None:
    assert classify(text) == ()


@given(st.text(max_size=300))
def test_any_text_is_classified_within_bounds(text: str) -> None:
    guesses = classify(text)
    assert sum(guess.confidence for guess in guesses) <= 1.000001
    assert all(0 <= guess.confidence <= 1 and guess.code in classes() for guess in guesses)
    assert [guess.score for guess in guesses] == sorted((guess.score for guess in guesses), reverse=True)


def test_the_longest_letter_takes_less_than_the_budget() -> None:
    text = "小区物业不管，暖气不热，拖欠工资，" * 1200
    began = time.process_time()
    classify(text)
    assert time.process_time() - began < 0.2


def test_every_term_points_to_a_class_of_the_scheme() -> None:
    vocabulary = default_vocabulary()
    assert len(vocabulary.terms) > 1500
    assert all(known_prefix(code) and weight > 0 for codes in vocabulary.terms.values() for code, weight in codes)


def test_the_scheme_is_complete_and_its_codes_nest() -> None:
    scheme = classes()
    assert scheme["990000"].path == ("其他",)
    assert len({code[:2] for code in scheme}) == 17
    assert len([one for one in scheme.values() if len(one.path) == 2]) >= 111
    for code, one in scheme.items():
        if len(one.path) == 3:
            assert scheme[f"{code[:4]}00"].path == one.path[:2]
        if len(one.path) > 1:
            assert scheme[f"{code[:2]}0000"].path == one.path[:1]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("040202", "人力资源和社会保障—工资发放"),
        ("040000", "人力资源和社会保障"),
        ("049999", "人力资源和社会保障"),
        ("100200", "交通运输—出租车管理"),
        ("990000", "其他"),
        ("990100", "其他—历史遗留问题"),
    ],
)
def test_a_class_is_called_by_the_name_of_today(code: str, said: str) -> None:
    assert classes()[code].said() == said
