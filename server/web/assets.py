"""Fetch the style sheet and scripts that `package-lock.json` names and lay the few needed files into `static/vendor/`.

`axe-core` of the same lock file stays in node_modules: only the browser tests read it.

Run as `python -m server.web.assets`. Nothing is fetched while the laid files still belong to the lock file, so a second
run costs milliseconds and needs neither npm nor a network.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
from pathlib import Path

import click

HERE = Path(__file__).parent
VENDOR = HERE / "static" / "vendor"

#: file inside node_modules -> name it is served under
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx-ext-sse/dist/sse.min.js": "htmx-sse.min.js",
    # bars, lines and pies only; asked for by the page of the report and by no other
    "echarts/dist/echarts.simple.min.js": "echarts.min.js",
}
#: `npm ci` on a slow line; beyond this the set-up is told instead of waiting for ever
NPM_TIMEOUT_SECONDS = 300.0


class AssetsMissing(Exception):
    """The page assets cannot be laid; the text names the cause and the next step."""


def stamp(lock: bytes) -> str:
    """Name what `static/vendor/` must hold: this lock file and this list of files."""
    return hashlib.sha256(lock + repr(sorted(FILES.items())).encode()).hexdigest()


def up_to_date(folder: Path = HERE, vendor: Path = VENDOR) -> bool:
    """Tell whether every file of the present lock file has been laid."""
    mark = vendor / ".stamp"
    return (
        mark.is_file()
        and mark.read_text() == stamp((folder / "package-lock.json").read_bytes())
        and all((vendor / name).is_file() for name in FILES.values())
    )


def lay(folder: Path = HERE, vendor: Path = VENDOR) -> tuple[Path, ...]:
    """Install by the lock file and copy, each file with a gzip twin for slow lines. Return what was laid.

    Raises AssetsMissing when npm is absent, fails, or did not bring a file.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise AssetsMissing("没有 npm，请先安装：apt-get install npm · npm is missing: apt-get install npm")
    try:
        done = subprocess.run(
            [npm, "ci", "--no-fund", "--no-audit", "--ignore-scripts", "--loglevel=error"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=NPM_TIMEOUT_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise AssetsMissing(
            f"npm ci 超过 {NPM_TIMEOUT_SECONDS:.0f} 秒，请检查网络后重试 · npm ci timed out: check the network, run again"
        ) from error
    if done.returncode != 0:
        raise AssetsMissing(f"npm ci 失败 · npm ci failed in {folder}:\n{done.stderr.strip() or done.stdout.strip()}")
    vendor.mkdir(parents=True, exist_ok=True)
    laid = tuple(_copy(folder / "node_modules" / source, vendor / name) for source, name in FILES.items())
    (vendor / ".stamp").write_text(stamp((folder / "package-lock.json").read_bytes()))
    return laid


def _copy(source: Path, target: Path) -> Path:
    if not source.is_file():
        raise AssetsMissing(f"npm 包里缺少文件 · the npm package lacks {source}; check package.json against FILES")
    data = source.read_bytes()
    target.write_bytes(data)
    # mtime=0: the same input gives the same bytes, whenever it was laid
    target.with_name(target.name + ".gz").write_bytes(gzip.compress(data, mtime=0))
    return target


@click.command(help="备好网页资源 · Lay the page assets from npm by the lock file.")
def main() -> None:
    if up_to_date():
        click.echo("网页资源已是最新 · page assets are up to date")
        return
    try:
        laid = lay()
    except AssetsMissing as error:
        raise click.ClickException(str(error)) from error
    for path in laid:
        packed = path.with_name(path.name + ".gz").stat().st_size
        click.echo(f"{path.relative_to(HERE)}  {path.stat().st_size:,} B, gzip {packed:,} B")


if __name__ == "__main__":
    main()
