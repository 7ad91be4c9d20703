"""`hall enrol`: this terminal makes its key, shows the centre the code it was given, and keeps the key to itself."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import click

_SECONDS = 20.0


@click.command()
@click.option("--server", "server_url", required=True, metavar="URL", help="中心地址 · Address of the centre.")
@click.option("--code", prompt="登记码 · Enrolment code", help="管理员给出的登记码 · Code the administrator gave.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="密钥文件 · Key file.")
def enrol(server_url: str, code: str, out: Path) -> None:
    """用一次性登记码登记本终端 · Enrol this terminal with a code that is good once."""
    import httpx2
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from pydantic import ValidationError

    from kiosk.uplink.client import open_http
    from server.contract.v1 import API, Problem
    from server.contract.v1.kiosks import Enrolled, EnrolRequest, enrolment_text
    from server.contract.v1.receipts import ReceiptKeys

    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    proof = base64.b64encode(key.sign(enrolment_text(code, public))).decode()
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{out} 不能写入 · cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file, open_http(server_url) as http:
            request = EnrolRequest(code=code, public_key=public, proof=proof)
            answer = http.post(f"{API}/kiosk/enrol", json=request.model_dump(), timeout=_SECONDS)
            if answer.status_code != 200:
                problem = Problem.model_validate_json(answer.content)
                raise click.ClickException(f"{problem.message} · {problem.message_en} {problem.remedy}")
            enrolled = Enrolled.model_validate_json(answer.content)
            raw = base64.b64encode(key.private_bytes_raw()).decode()
            # pinned now: what the centre sets on this terminal later is believed with these keys alone
            keys = ReceiptKeys.model_validate_json(http.get(f"{API}/receipts/keys", timeout=_SECONDS).content)
            written = {"kiosk_id": enrolled.kiosk_id, "private_key": raw, "server": server_url}
            json.dump(written | {"centre_keys": keys.centre}, file, indent=1)
    except (httpx2.HTTPError, ValidationError) as error:
        out.unlink()
        raise click.ClickException(f"中心没有应答 · The centre did not answer: {type(error).__name__}") from error
    except BaseException:
        out.unlink()
        raise
    click.echo(json.dumps({"kiosk_id": enrolled.kiosk_id, "key_file": str(out)}, ensure_ascii=False))
