"""The leak matrix: every kind of confidential thing × every kind of reader × every channel.

Each cell says *must see* or *must not see*, and both are checked, with words that stand nowhere
else planted in title, body, file name, file text and tag. The channels are filled from the URL map,
the errands, the mail templates and the commands: a new one without an answer fails. A second run
takes each clause that decides about visibility away in turn, and must see failing cells for it.
"""
