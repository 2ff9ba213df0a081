"""The lists of scripts and sheets are whole, and what is built of them is small."""

import re

import pytest

from config import ROOT
from forum.kernel.assets import read_bundle
from tools import assets

LARGEST_SCRIPTS = 60_000
"""Bytes of all scripts together, compressed."""


@pytest.mark.parametrize("kind", ["css", "js"])
def test_every_file_is_listed(kind: str) -> None:
    folder = ROOT / "static" / kind
    listed = re.findall(r'import "(?:\./)?([\w.]+)"', (folder / f"all.{kind}").read_text())
    texts = [path.read_text() for path in folder.glob("*.js")]
    lazily = re.findall(r'import\("\./([\w.]+)"\)', "".join(texts))
    there = {path.name for path in folder.glob(f"*.{kind}")} - {f"all.{kind}"}
    assert sorted(listed + lazily) == sorted(there)


def test_lock_file_names_no_address() -> None:
    text = (ROOT / assets.LOCK).read_text()
    assert "://" not in text
    assert '"resolved"' not in text
    assert text.count('"integrity"') > 5


def test_all_scripts_together_are_small() -> None:
    try:
        assets.build(may_fetch=False)
    except assets.AssetsError as error:
        pytest.skip(f"no bundle: {error}")
    names = [name for name in read_bundle(assets.BUILT).contents if name.endswith(".js")]
    assert names
    assert sum((assets.BUILT / f"{name}.br").stat().st_size for name in names) < LARGEST_SCRIPTS


def test_machine_without_node_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(assets, "_is_fresh", lambda: False)
    monkeypatch.setattr(assets, "find_spec", lambda _name: None)
    assets.main()
    assert "which works as well: there is no Node for this machine." in capsys.readouterr().out


def test_program_that_fails_is_told_in_a_sentence() -> None:
    with pytest.raises(assets.AssetsError, match="node failed"):
        assets._run("node", "--no-such-option", longest=20)
