"""What tells of a matter somebody is kept away from without naming it: flags of the next one, and who leads a unit."""

from __future__ import annotations

import pytest

from server.contract.v1 import ComplainedOf
from tests.contract.hall import WAGES, Hall, registered, registration

FLAGS = ("first_here", "first_anywhere", "repeat")


def test_that_somebody_comes_again_is_not_told_to_whoever_the_first_matter_complained_of(hall: Hall) -> None:
    kiosk, duty, convenor = hall.kiosk(), hall.sign_in("renshe.duty"), hall.sign_in("convenor")
    about_it = registration(hall.clock(), complained_of=(ComplainedOf(name="区人社局"),))
    before = registered(kiosk, "row-0000-0001", about_it)
    hall.clock.forward(hours=1)
    # said to continue the first one, it would go to the unit that has that in hand
    again = registered(kiosk, "row-0000-0002", registration(hall.clock()))
    file = duty.get(f"/petitions/{again.petition_id}").json()
    assert file["unit_name"] == "峰峰矿区人力资源和社会保障局"
    assert [file[name] for name in FLAGS] == [True, True, False]
    assert [duty.inbox()[0][name] for name in FLAGS] == [True, True, False]
    assert convenor.get(f"/petitions/{before.petition_id}").status_code == 200
    known = convenor.get(f"/petitions/{again.petition_id}").json()
    assert [known[name] for name in FLAGS] == [False, False, True]


def test_a_matter_continues_nothing_for_whoever_is_kept_away_from_the_first(hall: Hall) -> None:
    kiosk, duty = hall.kiosk(), hall.sign_in("renshe.duty")
    before = registered(kiosk, "row-0000-0001", registration(hall.clock()))
    duty.done(before.petition_id, "recusal", account="convenor", reason="与信访人有直接利害关系。")
    hall.clock.forward(hours=1)
    again = registered(kiosk, "row-0000-0002", registration(hall.clock(), continues=before.number)).petition_id
    seen = {who: hall.sign_in(who).get(f"/petitions/{again}").json() for who in ("renshe.duty", "convenor")}
    assert [seen["convenor"][name] for name in (*FLAGS, "continues")] == [True, True, False, ""]
    assert [seen["renshe.duty"][name] for name in (*FLAGS, "continues")] == [False, False, True, before.petition_id]


@pytest.mark.parametrize("said", ["何示例21", "何 示例21", "区人社局副局长（分管） 何示例21", "何示例21副局长"])
def test_units_of_whoever_leads_them_are_kept_away_however_the_name_is_written(hall: Hall, said: str) -> None:
    post, _, name = said.rpartition(" ") if "局" in said and " " in said else ("", "", said)
    accused = (ComplainedOf(name=name, kind="person", post=post),)
    answer = registered(hall.kiosk(), "row-0000-0001", registration(text=WAGES, complained_of=accused))
    assert answer.decision.unit is None or answer.decision.unit.code != "130406-renshe"
    for account in ("renshe.duty", "renshe.leader"):
        assert hall.sign_in(account).get(f"/petitions/{answer.petition_id}").status_code == 404
