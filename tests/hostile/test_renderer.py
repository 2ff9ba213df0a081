from pathlib import Path

import pytest

from forum.kernel.markup import TextFormat, configure, render
from tests.hostile.lines import hostile_lines
from tests.kernel.markup.safety import faults


@pytest.mark.hostile
@pytest.mark.parametrize("text_format", TextFormat)
def test_every_hostile_line_becomes_harmless(test_data: Path, text_format: TextFormat) -> None:
    configure("https://moot.example")
    lines = hostile_lines(test_data)
    assert len(lines) > 30_000
    harmful = {line: found for line in lines if (found := faults(render(line, text_format).html))}
    assert harmful == {}


@pytest.mark.hostile
def test_hostile_lines_are_harmless_within_marks(test_data: Path) -> None:
    frames = ("> - {}", "[a]({})", "![a]({})", "<{}>", "[quote={}]\nx\n[/quote]", "```{}\nx\n```")
    lines = hostile_lines(test_data)[:6_613:5]
    for frame in frames:
        for line in lines:
            assert faults(render(frame.format(line)).html) == [], line
