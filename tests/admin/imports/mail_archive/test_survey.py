"""What all heads together tell about lists."""

from forum.admin.imports.mail_archive.headers import read_head
from forum.admin.imports.mail_archive.survey import Survey
from forum.admin.imports.mail_archive.values import ListFacts

LIST = "housing@lists.example.org"


def facts_of(*heads: str) -> ListFacts:
    survey = Survey()
    for text in heads:
        survey.take(read_head(f"{text}\n\n".encode())[0])
    return survey.facts()


def test_address_of_many_strangers_is_shared() -> None:
    names = ["Ada Quill", "Bo Lem", "Cy Ott", "Di Roe"]
    facts = facts_of(*(f"From: {LIST} ({name})" for name in names))
    assert facts.shared_addresses == {LIST}


def test_person_of_many_names_is_no_list() -> None:
    names = ["Ada Quill", "Quill, Ada", "A. Quill", "ada", "Ada Q"]
    assert (
        facts_of(*(f"From: ada@example.org ({name})" for name in names)).shared_addresses == set()
    )


def test_tag_of_the_same_name_is_proof_enough() -> None:
    facts = facts_of(
        f"From: {LIST} (Ada Quill)\nSubject: [Housing] Rent",
        f"From: {LIST} (Bo Lem)\nSubject: Re: [Housing] Rent",
    )
    assert facts == ListFacts(frozenset({LIST}), frozenset({"housing"}))


def test_lists_that_name_themselves_are_known() -> None:
    facts = facts_of(
        f"From: ada@example.org\nList-Post: <mailto:{LIST}>",
        "From: ada@example.org\nList-Id: Strategy talk <strategy.lists.example.org>",
    )
    assert facts.shared_addresses == {LIST, "strategy@lists.example.org"}


def test_tags_of_writers_are_not_the_lists() -> None:
    subjects = ["[Rent] a", "b", "c", "d", "e", "f", "[PATCH] g", "[PATCH] h", "[PATCH] i"]
    assert (
        facts_of(*(f"From: a@example.org\nSubject: {each}" for each in subjects)).subject_tags
        == set()
    )
