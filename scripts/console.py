"""Progress on the terminal, and running a command without hiding why it failed."""

import subprocess
import sys
import time
from contextlib import contextmanager

from . import paths


class Failure(SystemExit):
    """A step failed; the message says what to do next. Ends the program with exit code 1."""

    def __init__(self, message: str):
        print(f"\n{message}", file=sys.stderr)
        super().__init__(1)


@contextmanager
def step(title: str):
    """Print a title, run the block, print how long it took."""
    print(f"  {title} …", end="", flush=True)
    start = time.monotonic()
    yield
    print(f" {time.monotonic() - start:.1f} s", flush=True)


def run(command, *, log: str, **kwargs):
    """Run a command with its output in ``.local/log/<log>.log``.

    :raises Failure: when the command ends with another code than 0; shows the end of its output.
    """
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    target = paths.LOGS / f"{log}.log"
    command = [str(part) for part in command]
    with target.open("ab") as output:
        start = output.tell()
        output.write(f"$ {' '.join(command)}\n".encode())
        output.flush()
        code = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, **kwargs).returncode
    if code:
        with target.open("rb") as output:
            output.seek(start)
            tail = output.read().decode(errors="replace").splitlines()[-15:]
        raise Failure("\n".join([*tail, f"Failed with code {code}. Whole output: {target}"]))
