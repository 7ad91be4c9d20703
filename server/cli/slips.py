"""`hall admin receipts …`: is a slip genuine? Needs the published keys and nothing else."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.opening import at_work, data_option, database_option, json_option, say


@click.group()
def receipts() -> None:
    """回执：核验真伪 · Receipts: check that they are genuine."""


@receipts.command("keys")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写入文件 · Write to a file.")
@data_option
@database_option
def keys(out: Path | None, data: Path | None, database: str | None) -> None:
    """输出公钥，供离线核验 · Print the public keys, for checking elsewhere."""
    from server.accounts import kiosks

    with at_work(data, database) as work:
        text = kiosks.receipt_keys(work.session, work.vault).model_dump_json(indent=1)
    if out is None:
        click.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")
        click.echo(f"已写入 · written: {out}")


@receipts.command("verify")
@click.argument("text")
@click.option(
    "--keys",
    "key_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="公钥文件；给出时不访问中心数据 · File of public keys: nothing of the centre is needed then.",
)
@data_option
@database_option
@json_option
def verify(text: str, key_file: Path | None, data: Path | None, database: str | None, as_json: bool) -> None:
    """核验回执二维码的内容 · Check what the code on a slip holds."""
    from pydantic import ValidationError

    from server.contract.v1.receipts import ReceiptKeys
    from server.core.receipts import WORDS, Verdict, check
    from server.core.time import local

    if key_file is not None:
        try:
            known = ReceiptKeys.model_validate_json(key_file.read_text(encoding="utf-8"))
        except (ValidationError, ValueError) as error:
            raise click.ClickException(f"{key_file} 不是公钥文件 · is no file of public keys") from error
    else:
        from server.accounts import kiosks

        with at_work(data, database) as work:
            known = kiosks.receipt_keys(work.session, work.vault)
    verdict, proof = check(text, known)
    sentence = " ".join(WORDS[verdict])
    if proof is not None and verdict is not Verdict.FALSE:
        sentence += f" {proof.number} {local(proof.registered_at):%Y-%m-%d %H:%M:%S}"
    click.echo(sentence, err=verdict not in (Verdict.GENUINE, Verdict.PROVISIONAL))
    if as_json:
        say({"verdict": verdict, "number": proof.number if proof else "", "signer": proof.signer if proof else ""})
    if verdict not in (Verdict.GENUINE, Verdict.PROVISIONAL):
        raise SystemExit(1)
