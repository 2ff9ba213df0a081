"""Names of archives."""

from pathlib import Path

import pytest

from forum.admin.imports.naming import name_of_archive


@pytest.mark.parametrize("given", ["housing", "housing/2004-April.txt", "housing/2004-May.txt.gz"])
def test_folder_and_its_months_have_one_name(tmp_path: Path, given: str) -> None:
    (tmp_path / "housing").mkdir()
    assert name_of_archive([tmp_path / given]) == "housing"


def test_archive_in_one_file_is_called_like_it(tmp_path: Path) -> None:
    assert name_of_archive([tmp_path / "housing.mbox.gz"]) == "housing"


def test_several_files_are_called_like_their_folder(tmp_path: Path) -> None:
    paths = [tmp_path / "housing" / "one.mbox", tmp_path / "housing" / "two.mbox"]
    assert name_of_archive(paths) == "housing"
