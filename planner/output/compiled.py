"""Templates as Jinja has compiled them: many letters are made by one template, each in an environment of its own."""

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_HELD: dict[tuple[object, ...], CodeType] = {}


class Compiled(BytecodeCache):
    """What this process has compiled, by a template's file and the checksum of its text.

    `alike` is what the code depends on besides: how the environment escapes and prints values.
    """

    def __init__(self, *alike: object) -> None:
        self.alike = alike

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = _HELD.get((bucket.key, bucket.checksum, *self.alike))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            _HELD[bucket.key, bucket.checksum, *self.alike] = bucket.code
