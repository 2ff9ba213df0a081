from itertools import chain
from pathlib import Path

from forum.kernel.markup import render
from tests.kernel.markup.commonmark import comparable, examples
from tests.kernel.markup.commonmark_differences import DIFFERENCES


def test_all_examples_agree_except_those_whose_difference_is_explained(test_data: Path) -> None:
    specification = test_data / "markdown" / "commonmark-spec" / "spec.txt"
    found = list(examples(specification))
    assert len(found) == 652
    differing = {
        example.number
        for example in found
        if comparable(render(example.markdown).html) != comparable(example.html, is_expected=True)
    }
    explained = set(chain.from_iterable(DIFFERENCES.values()))
    assert differing - explained == set(), "These differ without an explanation."
    assert explained - differing == set(), "These agree and need no explanation any more."


def test_each_difference_has_one_reason() -> None:
    numbers = list(chain.from_iterable(DIFFERENCES.values()))
    assert len(numbers) == len(set(numbers))
