"""The printed face of the card in place of its chip: photographed, read, compared, and the picture gone."""

from __future__ import annotations

import pytest

from kiosk.flow.answers import CardRead, EarlierFound, FacePhotographed, FaceRead, Failed
from kiosk.flow.effects import LookUp, PhotographFace, ReadCard, ReadFace, StopCard
from kiosk.flow.events import Continued, FaceAsked, MatterChosen, RetryAsked, WentBack
from kiosk.flow.visit import Mishap, Step
from tests.flows.people import LI, PRINTED, Walk

PICTURE = FacePhotographed(b"the card as the camera saw it")


def test_a_photographed_card_is_read_and_goes_on_unverified() -> None:
    walk = Walk().to(Step.CARD)
    assert walk.do(FaceAsked()) == (PhotographFace(),)
    assert walk.do(PICTURE) == (ReadFace(PICTURE.data),)
    assert walk.do(FaceRead(PRINTED)) == (StopCard(), LookUp("111", PRINTED.id_number))
    assert (walk.visit.step, walk.visit.holder) == (Step.EARLIER, PRINTED)


def test_the_picture_of_the_card_is_never_part_of_the_visit() -> None:
    walk = Walk().to(Step.CARD)
    walk.do(FaceAsked(), PICTURE)
    assert walk.visit.pages == ()
    walk.do(FaceRead(PRINTED))
    assert walk.visit.pages == ()
    assert "saw" not in repr((PICTURE, ReadFace(PICTURE.data)))


def test_a_read_name_is_compared_before_going_on_even_without_earlier_matters() -> None:
    walk = Walk().to(Step.CARD)
    seen = []
    walk.do(FaceAsked(), PICTURE, FaceRead(PRINTED))
    for event in (EarlierFound(()), MatterChosen(""), WentBack()):
        walk.do(event)
        seen.append(walk.visit.step)
    assert seen == [Step.EARLIER, Step.COMPANY, Step.EARLIER]


def test_a_name_read_wrong_is_photographed_again() -> None:
    walk = Walk().to(Step.CARD)
    walk.do(FaceAsked(), PICTURE, FaceRead(PRINTED), WentBack())
    assert walk.visit.step is Step.CARD
    assert walk.do(FaceAsked()) == (PhotographFace(),)


@pytest.mark.parametrize("during", ["face", "face_reading"])
def test_a_face_that_cannot_be_read_is_said_and_once_more_means_the_camera(during: str) -> None:
    walk = Walk().to(Step.CARD)
    walk.do(FaceAsked(), *([PICTURE] if during == "face_reading" else []))
    assert walk.do(Failed(during, Mishap.FACE_UNREADABLE)) == ()
    assert (walk.visit.step, walk.visit.mishap) == (Step.CARD, Mishap.FACE_UNREADABLE)
    assert walk.do(RetryAsked()) == (PhotographFace(),)
    assert walk.visit.mishap is None


def test_asking_twice_takes_one_picture() -> None:
    walk = Walk().to(Step.CARD)
    walk.do(FaceAsked(), FaceAsked(), PICTURE, FaceAsked())
    assert len(walk.asked(PhotographFace)) == 1


def test_a_card_laid_on_the_reader_meanwhile_wins() -> None:
    walk = Walk().to(Step.CARD)
    assert len(walk.asked(ReadCard)) == 1
    walk.do(FaceAsked(), PICTURE, CardRead(LI), FaceRead(PRINTED))
    assert (walk.visit.holder, walk.visit.busy) == (LI, frozenset({"lookup"}))


def test_the_answer_to_a_picture_that_was_left_behind_is_not_taken_for_the_next() -> None:
    walk = Walk().to(Step.CARD)
    walk.do(FaceAsked(), PICTURE, WentBack(), Continued(), FaceAsked(), FaceRead(PRINTED))
    assert (walk.visit.step, walk.visit.holder) == (Step.CARD, None)
