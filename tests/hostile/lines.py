"""Lines that others have used to break into pages, and strings that break software."""

from pathlib import Path


def hostile_lines(test_data: Path) -> list[str]:
    """Return every line of the lists, in a fixed order."""
    folder = test_data / "hostile"
    files = [
        folder / "xss" / "payloadbox" / "Intruder" / "xss-payload-list.txt",
        *sorted((folder / "payloadsallthethings").rglob("*.txt")),
        *sorted((folder / "payloadsallthethings").rglob("*.fuzz")),
        *sorted((folder / "naughty-strings").glob("*.txt")),
    ]
    lines = [
        line
        for file in files
        for line in file.read_text(encoding="utf-8", errors="replace").split("\n")
    ]
    return [line for line in lines if line.strip()]
