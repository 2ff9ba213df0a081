"""Macro libraries under one name."""

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined
from jinja2.exceptions import UndefinedError

from forum.kernel.macros import Macros


def environment(*, auto_reload: bool) -> tuple[Environment, dict[str, str]]:
    texts = {"macros/words.html": "{% macro hello(name) %}Hello, {{ name }}{% endmacro %}"}
    made = Environment(
        loader=DictLoader(texts),
        auto_reload=auto_reload,
        undefined=StrictUndefined,
        autoescape=True,
    )
    made.globals["macros"] = Macros(made)
    return made, texts


def test_library_is_there_in_every_template() -> None:
    made, _ = environment(auto_reload=False)
    page = made.from_string("{{ macros.words.hello('<b>') }}")
    assert page.render() == "Hello, &lt;b&gt;"


def test_unknown_library_is_an_error() -> None:
    made, _ = environment(auto_reload=False)
    with pytest.raises(UndefinedError):
        made.from_string("{{ macros.nothing.hello('x') }}").render()


@pytest.mark.parametrize(("auto_reload", "shown"), [(True, "Bye"), (False, "Hello, x")])
def test_library_is_loaded_again_only_where_templates_are(auto_reload: bool, shown: str) -> None:
    made, texts = environment(auto_reload=auto_reload)
    page = made.from_string("{{ macros.words.hello('x') }}")
    page.render()
    texts["macros/words.html"] = "{% macro hello(name) %}Bye{% endmacro %}"
    assert page.render() == shown
