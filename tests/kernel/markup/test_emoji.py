from forum.kernel.markup import find_emoji


def test_names_that_begin_with_the_words_come_first() -> None:
    names = [name for name, _ in find_emoji("seed", most=5)]
    assert names == ["seedling"]
    assert find_emoji("heart", most=3)[0][1] == "❤️"


def test_each_character_is_found_once() -> None:
    characters = [character for _, character in find_emoji("smile", most=40)]
    assert len(characters) == len(set(characters))


def test_usual_ones_are_found_without_words() -> None:
    assert ("seedling", "🌱") in find_emoji("", most=20)
    assert len(find_emoji("", most=3)) == 3


def test_nothing_is_found_for_nonsense() -> None:
    assert find_emoji("zzzzzz", most=5) == []
