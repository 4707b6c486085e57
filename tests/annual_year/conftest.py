"""The measuring year, filed once for all tests here, and its reports as files."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from planner.domain.report import AnnualReport
from planner.store.session import make_engine
from planner.usecases.report_files import layout_of, write_report
from planner.usecases.reports import read_annual
from tests.annual_year.texts import Written, read_report
from tests.annual_year.year import AS_OF, CHARACTERS, Row, filed
from tests.databases import lay
from tests.world import World, at_work


@pytest.fixture(scope="session")
def office(one_template: str, one_more: Callable[[], str]) -> Iterator[World]:
    """An office on a database of its own, with no rows yet."""
    url = one_more()
    lay(one_template, url)
    engine = make_engine(url)
    yield at_work(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def entries(office: World) -> Mapping[int, Row]:
    """The year is filed; every entry's row by its id."""
    return filed(office)


@pytest.fixture(scope="session")
def report(office: World, entries: Mapping[int, Row]) -> AnnualReport:
    """The year's report as the rules make it."""
    assert entries
    return office.ask(read_annual, AS_OF)


@pytest.fixture(scope="session")
def files(office: World, report: AnnualReport, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The written report by the file's format."""
    return write_all(office, report, tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="session")
def texts(files: Mapping[str, Path]) -> Mapping[str, str]:
    """The text of the written report by the file's format."""
    return {name: read_report(path).body for name, path in files.items()}


@pytest.fixture(scope="session")
def short_report(office: World, entries: Mapping[int, Row]) -> AnnualReport:
    """The year's report within so many characters."""
    assert entries
    return office.ask(read_annual, AS_OF, max_characters=CHARACTERS)


@pytest.fixture(scope="session")
def shortened(
    office: World, short_report: AnnualReport, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Written]:
    """The written report within so many characters, by the file's format."""
    written = write_all(office, short_report, tmp_path_factory.mktemp("shortened"))
    return {name: read_report(path) for name, path in written.items()}


def write_all(office: World, report: AnnualReport, folder: Path) -> dict[str, Path]:
    """Write a report in every format."""
    paths = {name: folder / f"报告.{name}" for name in ("md", "html", "docx")}
    for path in paths.values():
        write_report(report, path, layout_of(office.app.templates))
    return paths
