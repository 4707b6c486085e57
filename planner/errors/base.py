"""The families of refusals. Only requests are refused; what is odd in a document or a sheet is collected."""


class PlannerError(Exception):
    """A request that cannot be served. Nothing has been changed."""


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
