"""The picture of the README: ``.local/venv/bin/python -m scripts.screenshot`` while ``make run``'s shop is open."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from . import paths
from .console import Failure

TARGET = paths.ROOT / "docs" / "images" / "shop.png"
SIZE = (1366, 1000)


def main() -> None:
    """Photograph the home page with Chromium and store it with few colours, so that the clone stays small."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        raise Failure("Chromium is needed: make test installs it")
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.png"
        command = [browser, "--headless", "--no-sandbox", "--hide-scrollbars", f"--user-data-dir={folder}/profile"]
        command += [f"--window-size={SIZE[0]},{SIZE[1]}", "--virtual-time-budget=8000", f"--screenshot={raw}"]
        subprocess.run([*command, f"http://localhost:{paths.HTTP_PORT}/"], check=True, capture_output=True, timeout=120)
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        Image.open(raw).convert("RGB").quantize(256).save(TARGET, optimize=True)
    print(f"{TARGET.relative_to(paths.ROOT)}: {TARGET.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
