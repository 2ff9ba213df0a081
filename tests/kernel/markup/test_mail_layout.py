from forum.kernel.markup import TextFormat, render


def html(mail: str) -> str:
    return render(mail, TextFormat.PLAIN_MAIL).html


def test_a_traceback_stays_in_one_piece() -> None:
    trace = 'Traceback (most recent call last):\n  File "a.py", line 1\n    f(x)\nValueError: no'
    shown = html(f"It fails:\n{trace}\nWhy?")
    assert shown == f"<p>It fails:</p>\n<pre>{trace}</pre>\n<p>Why?</p>"


def test_indented_code_keeps_its_spacing_across_blank_lines() -> None:
    shown = html("Try\n\n    def f():\n        return 1\n\n    f()\n\nthen")
    assert shown == "<p>Try</p>\n<pre>def f():\n    return 1\n\nf()</pre>\n<p>then</p>"


def test_code_at_the_margin_belongs_to_the_code_below_it() -> None:
    assert html("def f(a):\n    return a") == "<pre>def f(a):\n    return a</pre>"


def test_columns_and_drawings_keep_their_spacing() -> None:
    table = "name     places\nada          12"
    assert html(table) == f"<pre>{table}</pre>"
    drawing = "+---+   +---+\n| a |--&gt;| b |\n+---+   +---+"
    assert html(drawing.replace("&gt;", ">")) == f"<pre>{drawing}</pre>"


def test_the_prompt_of_pythons_shell_is_no_quotation() -> None:
    assert html(">>> 1 + 1\n2") == "<pre>&gt;&gt;&gt; 1 + 1\n2</pre>"


def test_items_of_a_list_are_prose() -> None:
    shown = html("* one thing\n  and more of it\n* another")
    assert shown == "<p>* one thing<br>\n&nbsp;&nbsp;and more of it<br>\n* another</p>"
