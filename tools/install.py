"""Install pinned requirements into the environment that runs this, and the forum itself.

uv does it in seconds; where uv cannot be had, pip installs the same file. Byte-compiling at once
keeps the first start quick.
"""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

UV = "uv==0.13.9"


def main() -> None:
    """Install the requirements named on the command line."""
    requirements = sys.argv[1]
    if not (_have_uv() and _install_with_uv(requirements)):
        _run("-m", "pip", "install", "-q", "--require-hashes", "-r", requirements, check=True)
    _make_command()


def _run(*arguments: str, check: bool = False) -> bool:
    return subprocess.run([sys.executable, *arguments], check=check).returncode == 0


def _have_uv() -> bool:
    quiet = ("--disable-pip-version-check", "--root-user-action=ignore")
    return find_spec("uv") is not None or _run("-m", "pip", "install", "-q", *quiet, UV)


def _install_with_uv(requirements: str) -> bool:
    options = ("-q", "--require-hashes", "--compile-bytecode", "--python", sys.executable)
    return _run("-m", "uv", "pip", "install", *options, "-r", requirements)


def _make_command() -> None:
    """Put the checkout on the path and the `forum` command beside Python.

    This is what an editable install does, without fetching a build tool for it.
    """
    root = Path(__file__).resolve().parent.parent
    packages = next(Path(sys.prefix).glob("lib/python*/site-packages"))
    (packages / "folkmoot.pth").write_text(f"{root}\n")
    command = Path(sys.executable).parent / "forum"
    command.write_text(
        f"#!{sys.executable}\nimport sys\nfrom forum.commands import main\nsys.exit(main())\n"
    )
    command.chmod(0o755)


main()
