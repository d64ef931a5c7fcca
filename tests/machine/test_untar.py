"""What comes out of an archive: files and folders, below the folder that was named."""

import io
import tarfile

import pytest

from builder.untar import put


def archive(*members):
    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w") as tar:
        for name, kind, link in members:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname, entry.mode = kind, link, 0o4777
            content = b"isi" if kind == tarfile.REGTYPE else b""
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return io.BytesIO(kept.getvalue())


def unpack(kept, into):
    with tarfile.open(fileobj=kept) as tar:
        for member in tar:
            put(tar, member, into)


def test_files_and_folders_for_this_account_alone(tmp_path):
    unpack(archive(("./a", tarfile.DIRTYPE, ""), ("./a/b/c", tarfile.REGTYPE, "")), tmp_path)
    file = tmp_path / "a" / "b" / "c"
    assert file.read_bytes() == b"isi" and file.stat().st_mode & 0o7777 == 0o600
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "member",
    [
        ("../luar", tarfile.REGTYPE, ""),
        ("/etc/luar", tarfile.REGTYPE, ""),
        ("a/../../luar", tarfile.REGTYPE, ""),
        ("a", tarfile.SYMTYPE, "/etc/passwd"),
        ("a", tarfile.LNKTYPE, "/etc/passwd"),
        ("a", tarfile.CHRTYPE, ""),
        ("a", tarfile.FIFOTYPE, ""),
    ],
)
def test_what_leads_outside_or_is_no_file_is_refused(tmp_path, member):
    inside = tmp_path / "dalam"
    inside.mkdir()
    with pytest.raises(tarfile.TarError):
        unpack(archive(member), inside)
    assert list(tmp_path.rglob("*")) == [inside]


def test_a_name_twice_is_refused(tmp_path):
    twice = archive(("a", tarfile.REGTYPE, ""), ("a", tarfile.REGTYPE, ""))
    with pytest.raises(tarfile.TarError):
        unpack(twice, tmp_path)
