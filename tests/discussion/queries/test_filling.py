"""Markers are filled for one reader, with few statements."""

from forum import Forum
from forum.accounts.values import Level
from forum.discussion.queries.filling import fill_texts
from forum.kernel.markup import render
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.discussion import make_category, make_thread


def filled(raw: str, reader: object) -> str:
    return fill_texts([render(raw).html], reader)[0]  # type: ignore[arg-type]


def test_place_leads_to_a_category_or_else_to_a_tag(app: Forum) -> None:
    category, anna = make_category("Wages"), make_person("anna")
    make_thread(category, anna, tags=("wages", "wage-gap"))
    assert f'href="/c/wages/{category.id}"' in filled("#Wages", anna)
    assert 'href="/tag/wages"' in filled("#wages::tag", anna)
    assert 'href="/tag/wage-gap"' in filled("#wage-gap", anna)


def test_place_that_the_reader_may_not_see_is_text(app: Forum) -> None:
    insider, outsider = make_member("insider"), make_person("outsider")
    closed = make_category("Closed room", levels={make_group("Circle", insider): Level.START})
    make_thread(closed, person(insider), tags=("hush",))
    assert filled("#closed-room #hush", outsider) == "<p>#closed-room #hush</p>"
    assert filled("#closed-room #hush", person(insider)).count("<a ") == 2


def test_categories_alone_need_no_statement(app: Forum, statements: list[str]) -> None:
    make_category("Wages")
    anna = make_person("anna")
    filled("#wages", anna)
    del statements[:]
    filled("#wages", anna)
    assert statements == []


def test_all_tags_of_all_texts_need_one_statement(app: Forum, statements: list[str]) -> None:
    anna = make_person("anna")
    texts = [render(f"#a{number} #b{number}").html for number in range(5)]
    fill_texts(texts, anna)
    del statements[:]
    fill_texts(texts, anna)
    assert len(statements) == 1


def test_moments_are_shown_in_the_zone_of_the_reader(app: Forum) -> None:
    html = filled("[date=2026-12-01 time=14:00 timezone=Asia/Tokyo]", make_person("anna"))
    assert ">Tuesday 1 December 2026, 06:00 CET</time>" in html
