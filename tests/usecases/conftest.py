"""Offices at work on forms."""

from pathlib import Path

import pytest

from tests.usecases.form_desk import FormDesk
from tests.world import World


@pytest.fixture
def desk(world: World, tmp_path: Path) -> FormDesk:
    """An office with the small plan confirmed."""
    return FormDesk(world.confirmed(), tmp_path)


@pytest.fixture
def quick(one_world: World, tmp_path: Path) -> FormDesk:
    """The same on SQLite alone."""
    return FormDesk(one_world.confirmed(), tmp_path)
