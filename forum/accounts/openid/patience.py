"""A client that waits for a provider for a few seconds only, reads little and follows nowhere.

It stands apart because what it is made of takes a quarter of a second to load.
"""

from threading import Thread
from typing import Any

from authlib.integrations.requests_client import OAuth2Session
from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import Timeout

PIECE = 16_384


class PatientAdapter(HTTPAdapter):
    """Reads an answer as a whole, within so many seconds and bytes in all."""

    def __init__(self, *, seconds: float, longest: int) -> None:
        super().__init__()
        self.seconds = seconds
        self.longest = longest

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send the request. Raises RequestException when there is no answer in time.

        Limits of a socket begin anew with every byte: who sends one each second would hold a
        thread of ours for hours. So another thread reads, and this one goes on without it.
        """
        found: list[Response | Exception] = []

        def ask() -> None:
            try:
                found.append(self._ask(request, *args, **kwargs))
            except Exception as error:  # noqa: BLE001 -- it is raised again where it is waited for
                found.append(error)

        reader = Thread(target=ask, daemon=True, name="openid")
        reader.start()
        reader.join(self.seconds)
        if not found:
            raise Timeout("The provider takes too long.")
        if isinstance(found[0], Exception):
            raise found[0]
        return found[0]

    def _ask(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        kwargs |= {"stream": True, "timeout": self.seconds}
        answer = super().send(request, *args, **kwargs)
        if answer.is_redirect:
            answer.close()
            raise RequestException("The provider leads elsewhere.")
        pieces: list[bytes] = []
        length = 0
        for piece in answer.iter_content(PIECE):
            pieces.append(piece)
            length += len(piece)
            if length > self.longest:
                answer.close()
                raise RequestException("The provider says too much.")
        answer._content = b"".join(pieces)  # noqa: SLF001 -- as requests itself keeps it
        return answer


def patient_session(*, seconds: float, longest: int, **options: Any) -> OAuth2Session:
    """Return a session of Authlib that is patient for so long."""
    session = OAuth2Session(**options)
    adapter = PatientAdapter(seconds=seconds, longest=longest)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
