"""A slip is proved by its own code: by the centre, or by the terminal that could not reach it; offline, and nothing else."""

from __future__ import annotations

import base64
import string
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.flow.visit import Receipt
from kiosk.uplink import answers
from kiosk.workers.printing import slip
from printers.layout.slip import progress_link
from server.accounts import kiosks
from server.contract.v1 import Lease
from server.contract.v1.receipts import ReceiptKeys, read_slip
from server.core.receipts import Verdict, check
from tests.contract.hall import Hall, registered, registration


def code_of(hall: Hall) -> str:
    """What the code on the slip of one registration holds."""
    answer = registered(hall.kiosk(), "row-0000-0001", registration())
    receipt = Receipt(
        title="回执",
        number=answer.number,
        query_code=answer.query_code,
        registered_at=answer.registered_at,
        holder_name="柳**",
        provisional=False,
        hall_name="大厅",
        hall_phone="",
        supervision_phone="",
        progress_url=answer.receipt.progress_url,
        proof=answer.proof,
    )
    return progress_link(slip(receipt, 0))


def keys_of(hall: Hall) -> ReceiptKeys:
    return ReceiptKeys.model_validate(hall.http.get("/api/v1/receipts/keys").json())


def test_the_code_of_a_slip_proves_it_and_still_opens_the_progress(hall: Hall) -> None:
    code = code_of(hall)
    verdict, proof = check(code, keys_of(hall))
    assert (verdict, proof.registered_at if proof else None) == (Verdict.GENUINE, hall.clock())
    assert len(code) < 190
    page = hall.http.get(code.removeprefix("http://127.0.0.1:8765"))
    assert page.status_code == 200 and "已登记" in page.text
    page = hall.http.post("/receipts", data={"text": code})
    assert "真实：由本中心签发" in page.text
    answer = hall.http.post("/api/v1/receipts/check", json={"text": code}).json()
    assert (answer["verdict"], answer["number"]) == ("genuine", proof.number if proof else "")
    assert hall.http.post("/api/v1/receipts/check", json={"text": "别的"}).json()["verdict"] == "unreadable"


@pytest.mark.parametrize("part", ["n=", "c=", "p=1.", "."])
def test_whatever_is_changed_on_it_shows(hall: Hall, part: str) -> None:
    code = code_of(hall)
    place = code.rindex(part) + len(part)
    other = code[:place] + ("2" if code[place] != "2" else "3") + code[place + 1 :]
    assert check(other, keys_of(hall))[0] is Verdict.FALSE
    assert "不真实" in hall.http.post("/receipts", data={"text": other}).text


def test_one_proof_has_one_spelling(hall: Hall) -> None:
    code, keys = code_of(hall), keys_of(hall)
    others = [code[:-1] + letter for letter in string.ascii_letters + string.digits + "-_" if letter != code[-1]]
    others += [code.replace("p=1.", "p=1.0"), code.replace("p=1.", "p=01."), code + "="]
    assert not {check(other, keys)[0] for other in others} & {Verdict.GENUINE, Verdict.PROVISIONAL}


@pytest.mark.parametrize("text", ["", "https://example.cn", "?n=1&c=2&p=3", "?n=1&n=2&c=3&p=1.2.x", "\x00", "一" * 900])
def test_what_is_no_receipt_is_called_so(hall: Hall, text: str) -> None:
    assert read_slip(text) is None
    assert "不是可以核验的" in hall.http.post("/receipts", data={"text": text}).text


def test_a_terminal_signs_what_it_gives_out_alone_until_it_is_revoked(hall: Hall) -> None:
    client = hall.kiosk()
    at = int(hall.clock().timestamp())
    lease = Lease(number="130406260302F00017", query_code="ABCDEFGHJKM")
    proof = answers.signed(client.key, lease, at)
    code = f"https://hall.example/progress?n={lease.number}&c={lease.query_code}&p={proof}"
    assert check(code, keys_of(hall))[0] is Verdict.PROVISIONAL
    stranger = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    other = keys_of(hall).model_dump()
    other["kiosks"][client.key.kiosk_id]["public_key"] = base64.b64encode(stranger).decode()
    assert check(code, ReceiptKeys.model_validate(other))[0] is Verdict.FALSE
    with hall.work() as work:
        kiosks.revoke(work, client.key.kiosk_id)
    assert check(code, keys_of(hall))[0] is Verdict.DOUBTFUL


def test_the_command_checks_with_a_file_of_public_keys_and_no_centre(hall: Hall, tmp_path: Path) -> None:
    code, keys = code_of(hall), tmp_path / "keys.json"
    keys.write_text(keys_of(hall).model_dump_json(), encoding="utf-8")
    command = [sys.executable, "-m", "installer.command", "admin", "receipts", "verify", "--keys", str(keys)]
    done = subprocess.run([*command, code], capture_output=True, text=True, timeout=60, check=False, cwd=Path.cwd())
    assert (done.returncode, "Genuine" in done.stdout) == (0, True), done.stderr
    done = subprocess.run([*command, code[:-1]], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
