"""Zip containers opened without trust in their size."""

import zipfile
from io import BytesIO

MOST_BYTES = 200_000_000
"""What the parts of a container may come to when they are unpacked."""


class ZipTooLarge(Exception):
    """The parts come to more than a plan or a table can hold."""


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The container in `data`. No part gives more bytes than it declares, so their sum bounds what is read.

    Raises zipfile.BadZipFile or ZipTooLarge.
    """
    archive = zipfile.ZipFile(BytesIO(data))
    if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
        archive.close()
        raise ZipTooLarge
    return archive
