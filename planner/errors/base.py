"""The families of refusals. Only requests are refused; what is odd in a document or a sheet is collected."""

from typing import Any


class PlannerError(Exception):
    """A request that cannot be served. Nothing has been changed."""

    def __reduce__(self) -> tuple[Any, ...]:
        """By its sentence, not by what the sentence was made of: so it comes whole from one process to another."""
        return type(self).__new__, (type(self), *self.args), self.__dict__


class InputError(PlannerError):
    """What was given can't be read or understood."""


class NotFound(PlannerError):
    """What was named doesn't exist."""


class Refused(PlannerError):
    """A rule forbids it."""


class Conflict(PlannerError):
    """The world is not as the request supposed."""


class StoreError(PlannerError):
    """The database can't be used."""
