"""A file is written whole or not at all, and one that would not change is not touched."""

import ctypes
import errno
import os
import stat
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from publisher import durable, files
from publisher.errors import InTheWayError, OutputError
from publisher.files import PRIVATE_FILE, private_folder, remove_all, sweep, write, write_all
from publisher.model import Artifact


def artifact(path: str, content: bytes = b"new") -> Artifact:
    return Artifact(path=path, media_type="text/plain", content=content)


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def artifacts(count: int, content: bytes = b"new") -> list[Artifact]:
    return [artifact(f"{number}/index.html", content) for number in range(count)]


def second(path: Path) -> int:
    return path.stat().st_mtime_ns // 1_000_000_000


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def strict_umask() -> Iterator[None]:
    """A machine on which new files are for their owner alone."""
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.parametrize("content", [b"", b"a", bytes(range(256)) * 5_000], ids=["empty", "one byte", "a megabyte"])
def test_write(tmp_path: Path, content: bytes) -> None:
    """The bytes are there, in folders made on the way, and nothing else is."""
    assert write(tmp_path / "a/b/c.html", content)
    assert (tmp_path / "a/b/c.html").read_bytes() == content
    assert names(tmp_path) == ["a", "a/b", "a/b/c.html"]


def test_write_over(tmp_path: Path) -> None:
    """New bytes take the place of old ones, also where both are of one length."""
    (tmp_path / "a").write_bytes(b"old")
    assert write(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_unchanged_bytes_are_not_touched(tmp_path: Path) -> None:
    """The same file stays, with its time, for those who watch it."""
    path = tmp_path / "a"
    write(path, b"same")
    os.utime(path, ns=(1, 1))
    before = path.stat()
    assert not write(path, b"same")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, 1)


def test_a_reader_of_the_old_file_keeps_it(tmp_path: Path) -> None:
    """Whoever has the old file open reads it to its end."""
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        write(path, b"new")
        assert reader.read() == b"old"


def _no_space(*_arguments: Any, **_more: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _half_written(descriptor: int, content: bytes) -> int:
    if len(content) == 1:
        _no_space()
    return os.pwrite(descriptor, content[:1], 0)


FAILURES: dict[str, Callable[..., Any]] = {
    "open": _no_space,
    "fchmod": _no_space,
    "write": _half_written,
    "fsync": _no_space,
    "replace": _no_space,
}


@pytest.mark.parametrize(("name", "failure"), FAILURES.items(), ids=FAILURES.keys())
@pytest.mark.parametrize("old", [b"old", None], ids=["over an old file", "where none was"])
def test_a_write_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, failure: Callable[..., Any], old: bytes | None
) -> None:
    """Whichever step fails, the old file is whole, no piece of the new one is left, and the message names both."""
    path = tmp_path / "a.html"
    if old is not None:
        path.write_bytes(old)
    monkeypatch.setattr(os, name, failure)
    with pytest.raises(OutputError) as refused:
        write(path, b"ne")
    monkeypatch.undo()
    assert str(refused.value) == f"{path}: cannot write: No space left on device. What was there before is unharmed."
    assert names(tmp_path) == ([] if old is None else ["a.html"])
    assert old is None or path.read_bytes() == old


def test_an_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle is passed on, after tidying up."""

    def interrupted(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "a", b"new")
    assert names(tmp_path) == []


def test_content_is_synced_before_it_is_renamed_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut there is the old file or the new one, never an empty one."""
    steps: list[str] = []
    sync, replace = os.fsync, os.replace

    def noting_sync(descriptor: int) -> None:
        steps.append("sync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "sync file")
        sync(descriptor)

    def noting_replace(source: Path, target: Path) -> None:
        steps.append("replace")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noting_sync)
    monkeypatch.setattr(os, "replace", noting_replace)
    write(tmp_path / "a", b"new")
    assert steps == ["sync file", "replace", "sync folder"]


def test_what_an_earlier_crash_left_is_no_hindrance(tmp_path: Path) -> None:
    """A piece left by a killed run is written over."""
    Path(files._beside(str(tmp_path / "a"))).write_bytes(b"a long piece of something")
    write(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("place", ["a", "a/b"])
def test_a_folder_or_file_in_the_way_is_named(tmp_path: Path, place: str) -> None:
    """What stands where the file should go stays, and a person is told."""
    (tmp_path / "a").write_bytes(b"old") if place == "a/b" else (tmp_path / "a/b").mkdir(parents=True)
    before = names(tmp_path)
    with pytest.raises(OutputError, match=r"cannot write: .*\. What was there before is unharmed\."):
        write(tmp_path / place, b"new")
    assert names(tmp_path) == before


@pytest.mark.usefixtures("strict_umask")
def test_pages_can_be_read_by_a_web_server(tmp_path: Path) -> None:
    """Whatever the umask says, what is public is readable, with the folders made for it."""
    write(tmp_path / "a/b/c.html", b"new")
    assert mode(tmp_path / "a/b/c.html") == 0o644
    assert (mode(tmp_path / "a"), mode(tmp_path / "a/b")) == (0o755, 0o755)


@pytest.mark.usefixtures("strict_umask")
def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    """What its owner closed stays closed."""
    (tmp_path / "a").mkdir()
    write(tmp_path / "a/b", b"new")
    assert mode(tmp_path / "a") == 0o700


def test_private_files_are_for_their_owner(tmp_path: Path) -> None:
    """A message or a key is never readable by others, whatever the umask says."""
    before = os.umask(0)
    try:
        folder = private_folder(tmp_path / "state/mail")
        write(folder / "a.eml", b"new", mode=PRIVATE_FILE)
    finally:
        os.umask(before)
    assert (mode(folder), mode(folder / "a.eml")) == (0o700, 0o600)


def test_a_private_folder_is_closed_again(tmp_path: Path) -> None:
    """A folder somebody opened is shut for others, and keeps what is in it."""
    (tmp_path / "a").mkdir(mode=0o755)
    (tmp_path / "a/b").write_bytes(b"old")
    assert mode(private_folder(tmp_path / "a")) == 0o700
    assert names(tmp_path) == ["a", "a/b"]


def test_a_file_where_a_private_folder_should_be(tmp_path: Path) -> None:
    """It is named, and keeps its mode."""
    write(tmp_path / "mail", b"theirs")
    with pytest.raises(OutputError, match=r"mail: cannot make this folder: File exists\."):
        private_folder(tmp_path / "mail")
    assert mode(tmp_path / "mail") == 0o644


def test_a_batch_tells_what_had_to_change(tmp_path: Path) -> None:
    """The paths come back in the order given, without those that held their bytes already."""
    write_all(tmp_path, [artifact("same"), artifact("b/changed", b"old")])
    before = (tmp_path / "same").stat()
    told = write_all(tmp_path, [artifact("z"), artifact("same"), artifact("b/changed"), artifact("a")])
    assert told == ["z", "b/changed", "a"]
    assert names(tmp_path) == ["a", "b", "b/changed", "same", "z"]
    assert (tmp_path / "same").stat() == before


def test_a_batch_without_news_syncs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no byte would change the disk is left alone, however many files there are."""
    write_all(tmp_path, artifacts(40))
    for call in ("fsync", "open", "mkdir", "umask"):
        monkeypatch.setattr(os, call, _no_space)
    assert write_all(tmp_path, artifacts(40)) == []


@pytest.mark.parametrize("contents", [(b"one", b"two"), (b"two", b"old"), (b"one", b"old")])
def test_of_one_path_given_twice_the_last_counts(tmp_path: Path, contents: tuple[bytes, bytes]) -> None:
    """It is as if the files had been written one after the other."""
    write(tmp_path / "a", b"old")
    write_all(tmp_path, [artifact("a", content) for content in contents])
    assert (tmp_path / "a").read_bytes() == contents[-1]
    assert names(tmp_path) == ["a"]


class Steps:
    """What was done to the disk, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, has_whole_sync: bool = True) -> None:
        self.done: list[str] = []
        self._sync, self._replace, self._unlink = os.fsync, os.replace, os.unlink
        self._has_whole_sync = has_whole_sync
        monkeypatch.setattr(os, "fsync", self.sync)
        monkeypatch.setattr(os, "replace", self.replace)
        monkeypatch.setattr(os, "unlink", self.unlink)
        monkeypatch.setattr(durable, "_sync_disk", self.sync_disk)

    def sync(self, descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        self.done.append(f"sync {'file' if name.endswith('.part') else name}")
        self._sync(descriptor)

    def sync_disk(self, descriptor: int) -> bool:
        assert stat.S_ISDIR(os.fstat(descriptor).st_mode)
        if self._has_whole_sync:
            self.done.append("sync disk")
        return self._has_whole_sync

    def replace(self, source: str, target: str) -> None:
        self.done.append(f"replace {Path(target).name}")
        self._replace(source, target)

    def unlink(self, path: str) -> None:
        self.done.append(f"unlink {Path(path).name}")
        self._unlink(path)


def test_few_files_are_synced_each_and_each_folder_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All new content is durable before the first name changes, and the names before anybody is told."""
    (tmp_path / "d").mkdir()
    steps = Steps(monkeypatch)
    write_all(tmp_path, [artifact("d/b"), artifact("d/a"), artifact("c")])
    root = tmp_path.name
    assert steps.done == [*["sync file"] * 3, "replace b", "replace a", "replace c", f"sync {root}", "sync d"]


def test_new_folders_are_synced_into_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is durable in a folder that is not would be gone after a power cut."""
    steps = Steps(monkeypatch)
    write(tmp_path / "new/newer/a", b"new")
    assert steps.done == ["sync file", "replace a", f"sync {tmp_path.name}", "sync new", "sync newer"]


def test_a_private_folder_is_synced_into_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message in a folder that a power cut takes away would be lost with it."""
    steps = Steps(monkeypatch)
    private_folder(tmp_path / "mail/issue")
    assert steps.done == [f"sync {tmp_path.name}", "sync mail"]


def test_many_files_are_synced_by_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch costs two syncs, one before the first name changes and one after the last."""
    steps = Steps(monkeypatch)
    write_all(tmp_path, artifacts(40))
    assert steps.done == ["sync disk", *["replace index.html"] * 40, "sync disk"]


def test_the_disk_is_synced_for_real(tmp_path: Path) -> None:
    """The call that the others stand in for is there, and takes the descriptor of a folder."""
    descriptor = os.open(tmp_path, os.O_RDONLY)
    assert durable._sync_disk(descriptor)
    os.close(descriptor)
    with pytest.raises(OSError, match="Bad file descriptor"):
        durable._sync_disk(descriptor)


def test_many_files_are_synced_each_where_a_sandbox_forbids_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fast way is a help, never the promise."""
    steps = Steps(monkeypatch, has_whole_sync=False)
    write_all(tmp_path, artifacts(40))
    assert steps.done[:41] == [*["sync file"] * 40, "replace index.html"]
    assert steps.done[80:82] == [f"sync {tmp_path.name}", "sync 0"]
    assert len(steps.done) == 40 + 40 + 41


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EPERM], ids=["unknown here", "forbidden"])
def test_a_disk_that_cannot_be_synced_whole_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """A call that the system refuses to know is no fault of the disk."""

    class Sandbox:
        @staticmethod
        def syncfs(_disk: int) -> int:
            ctypes.set_errno(code)
            return -1

    monkeypatch.setattr(durable, "_libc", lambda: Sandbox)
    descriptor = os.open(tmp_path, os.O_RDONLY)
    assert not durable._sync_disk(descriptor)
    os.close(descriptor)


@pytest.mark.parametrize("reason", ["an old kernel", "a disk that is not known"])
def test_the_disk_is_synced_whole_only_where_that_can_be_relied_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    """Older kernels keep quiet about lost data, and some kinds of disk sync less than all."""
    if reason == "an old kernel":
        monkeypatch.setattr(durable, "_kernel", lambda: (5, 7))
    else:
        monkeypatch.setattr(durable, "_SYNCED_WHOLE", {0x65735546})
    steps = Steps(monkeypatch)
    write_all(tmp_path, artifacts(40))
    assert steps.done.count("sync file") == 40


def test_each_disk_below_the_root_is_synced(tmp_path: Path) -> None:
    """The folder of the website may be a disk of its own."""
    other = Path("/dev")
    with durable.disks_of([str(tmp_path), str(tmp_path.parent), str(other)], count=32) as disks:
        found = {os.fstat(disk).st_dev for disk in disks}
    if not disks:
        pytest.skip("one of the disks here cannot be synced whole")
    assert (found, len(disks)) == ({tmp_path.stat().st_dev, other.stat().st_dev}, 2)


@pytest.mark.parametrize("count", [3, 40], ids=["few", "many"])
@pytest.mark.parametrize("call", ["open", "fchmod", "write", "sync", "replace"])
def test_a_batch_that_fails_in_the_middle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, count: int
) -> None:
    """What was not yet in its place keeps its old content, nothing is left beside, and the path is named."""
    write_all(tmp_path, artifacts(count, b"old"))
    calls, name = 0, {"sync": "fsync" if count == 3 else "_sync_disk"}.get(call, call)
    place = durable if name == "_sync_disk" else os
    real = getattr(place, name)

    def failing(*arguments: Any) -> Any:
        nonlocal calls
        # files that are compared are opened, too, by another call
        calls += 1
        return _no_space() if calls == (1 if name == "_sync_disk" else 2) else real(*arguments)

    monkeypatch.setattr(place, name, failing)
    with pytest.raises(OutputError, match=r"cannot write: No space left on device\. What was there before is unharmed"):
        write_all(tmp_path, artifacts(count))
    monkeypatch.undo()
    held = [(tmp_path / one.path).read_bytes() for one in artifacts(count)]
    renamed = 1 if call == "replace" else 0
    assert held == [b"new"] * renamed + [b"old"] * (count - renamed)
    assert not list(tmp_path.rglob(".*"))


def test_a_batch_in_its_place_that_cannot_be_made_durable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody can promise is told, and that every file is whole all the same."""
    write_all(tmp_path, artifacts(3, b"old"))
    sync = os.fsync

    def failing(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            _no_space()
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OutputError, match=r"may not outlast a power cut: No space left .* Each file is whole"):
        write_all(tmp_path, artifacts(3))


@pytest.mark.parametrize("old_s", [0, 60], ids=["in the same second", "from a clock that was ahead"])
def test_a_change_shows_in_second_and_size(tmp_path: Path, old_s: int) -> None:
    """A web server may know a file by the second of its time and its size: both staying would hide a change."""
    path = tmp_path / "feed.xml"
    write_all(tmp_path, [artifact("feed.xml", b"old")])
    os.utime(path, (second(path) + old_s,) * 2)
    old = second(path)
    write_all(tmp_path, [artifact("feed.xml", b"new")])
    assert second(path) == old + 1


def test_changes_in_one_second_all_show(tmp_path: Path) -> None:
    """No two versions share second and size, also when one of another size lay between them."""
    path, seen = tmp_path / "feed.xml", list[int]()
    for content in (b"old", b"new", b"longer", b"now", b"old"):
        write(path, content)
        seen.append(second(path))
    assert len(set(seen)) == 5
    assert seen == sorted(seen)


def test_a_change_after_an_older_file_has_its_own_time(tmp_path: Path) -> None:
    """Times are moved on only where they must be."""
    write(tmp_path / "a", b"old")
    os.utime(tmp_path / "a", (1, 1))
    write(tmp_path / "a", b"new")
    write(tmp_path / "b", b"new")
    assert second(tmp_path / "b") - second(tmp_path / "a") <= 1


def _write_a_share(root: Path, number: int) -> None:
    for batch in range(5):
        write_all(root, [artifact(f"deep/er/{batch}/{name}/{number}") for name in range(40)])


def test_processes_write_side_by_side(tmp_path: Path) -> None:
    """Folders that several of them need are made by whoever comes first."""
    processes = [get_context("fork").Process(target=_write_a_share, args=(tmp_path, number)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 4 * 5 * 40


@pytest.mark.usefixtures("strict_umask")
def test_a_folder_is_open_from_its_first_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill right after it was made must not leave one that no web server can read."""
    monkeypatch.setattr(os, "open", _no_space)
    with pytest.raises(OutputError):
        write_all(tmp_path, [artifact("a/b/c")])
    assert (mode(tmp_path / "a"), mode(tmp_path / "a/b")) == (0o755, 0o755)
    assert os.umask(0o077) == 0o077


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    """A pipe in the way is replaced, not waited for."""
    os.mkfifo(tmp_path / "a")
    write_all(tmp_path, [artifact("a", b"")])
    assert (tmp_path / "a").read_bytes() == b""


def test_a_link_beside_is_not_followed(tmp_path: Path) -> None:
    """Where the new file is begun nobody's link can lead it elsewhere."""
    (tmp_path / "theirs").write_bytes(b"theirs")
    Path(files._beside(str(tmp_path / "a"))).symlink_to("theirs")
    write(tmp_path / "a", b"new")
    assert (tmp_path / "theirs").read_bytes() == b"theirs"
    assert names(tmp_path) == ["a", "theirs"]


def test_removing_tells_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files go with the folders they leave empty, and the folder that stays is synced."""
    write_all(tmp_path, [artifact("a/b/c"), artifact("a/d"), artifact("e/f")])
    steps = Steps(monkeypatch)
    assert remove_all(tmp_path, ["e/f", "never/there", "a/b/c"]) == ["e/f", "a/b/c"]
    assert names(tmp_path) == ["a", "a/d"]
    assert steps.done == ["unlink f", "unlink there", "unlink c", f"sync {tmp_path.name}", "sync a"]


@pytest.mark.parametrize("left", ["a/b", "a"], ids=["all", "some"])
def test_empty_folders_left_by_a_kill_are_removed(tmp_path: Path, left: str) -> None:
    """A removal that was cut off after the file or a folder of it is finished by the next."""
    (tmp_path / left).mkdir(parents=True)
    assert remove_all(tmp_path, ["a/b/c"]) == []
    assert names(tmp_path) == []


def test_a_removal_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be removed stays and is named; what went before it is gone."""
    write_all(tmp_path, [artifact("a"), artifact("b")])
    unlink = os.unlink

    def refuse(place: str) -> None:
        if place.endswith("/b"):
            raise PermissionError(errno.EPERM, "Operation not permitted")
        unlink(place)

    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(OutputError, match=f"{tmp_path}/b: cannot remove: "):
        remove_all(tmp_path, ["a", "b"])
    assert names(tmp_path) == ["b"]


def test_a_folder_is_no_file_to_remove(tmp_path: Path) -> None:
    """What stands there now is not what was made: the file is gone already."""
    write_all(tmp_path, [artifact("a/b")])
    assert remove_all(tmp_path, ["a"]) == []
    assert names(tmp_path) == ["a", "a/b"]


@pytest.mark.parametrize(("there", "wanted"), [("a/b", "a"), ("a", "a/b/c")])
def test_what_stands_in_the_way_is_named_first(tmp_path: Path, there: str, wanted: str) -> None:
    """Before anything is written: it may go, and then all can be."""
    write_all(tmp_path, [artifact(there)])
    with pytest.raises(InTheWayError, match=f"{tmp_path}/{wanted}: cannot write: "):
        write_all(tmp_path, [artifact("other"), artifact(wanted)])
    assert "other" not in names(tmp_path)


def test_a_folder_that_cannot_be_removed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would stay for ever if nobody knew."""
    write_all(tmp_path, [artifact("a/b")])
    monkeypatch.setattr(os, "rmdir", _no_space)
    with pytest.raises(OutputError, match=f"{tmp_path}/a/b: cannot remove: No space left"):
        remove_all(tmp_path, ["a/b"])
    monkeypatch.undo()
    remove_all(tmp_path, ["a/b"])
    assert names(tmp_path) == []


def test_strays_of_a_killed_run_are_swept_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it had begun goes, whoever it was for; every other file stays, and what it finished is durable."""
    kept = [".0123456789abcdef.part.bak", "0123456789abcdef.part", ".0123456789ABCDEF.part", ".nojekyll", "a/b/c.html"]
    strays = [".0123456789abcdef.part", "a/.00000000000000ff.part", "a/b/.ffffffffffffffff.part"]
    for name in kept + strays:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    steps = Steps(monkeypatch)
    assert sweep(tmp_path) == 3
    assert names(tmp_path) == sorted([*kept, "a", "a/b"])
    assert [step for step in steps.done if "sync" in step] == [f"sync {tmp_path.name}", "sync a", "sync b"]


def test_sweeping_stays_inside(tmp_path: Path) -> None:
    """A link is not followed, and a folder that is not there is no fault."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/.0123456789abcdef.part").write_bytes(b"x")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/link").symlink_to(tmp_path / "theirs")
    assert (sweep(tmp_path / "out"), sweep(tmp_path / "nowhere")) == (0, 0)
    assert (tmp_path / "theirs/.0123456789abcdef.part").exists()


def test_a_batch_is_put_in_its_places_in_the_order_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed comes after the pages it points at."""
    steps = Steps(monkeypatch)
    write_all(tmp_path, [artifact("z.html"), artifact("feed.xml"), artifact("a.html")])
    assert [step for step in steps.done if "replace" in step] == [
        "replace z.html",
        "replace feed.xml",
        "replace a.html",
    ]


def test_the_root_is_kept_when_it_is_empty(tmp_path: Path) -> None:
    """Folders go with their last file, up to the root and not beyond."""
    write_all(tmp_path / "out", [artifact("a/b/c")])
    remove_all(tmp_path / "out", ["a/b/c"])
    assert names(tmp_path) == ["out"]


LINKS = {
    "the file": ("a", "a"),
    "a folder": ("a", "a/b"),
    "a folder far above": ("a", "a/b/c/d"),
}


@pytest.mark.parametrize(("link", "path"), LINKS.values(), ids=LINKS.keys())
@pytest.mark.parametrize("verb", ["write", "remove"])
def test_a_link_out_of_the_tree_is_refused(tmp_path: Path, link: str, path: str, verb: str) -> None:
    """What lies behind a link is neither written nor removed, and the link is named."""
    outside = tmp_path / "outside"
    write(outside / "b/c/d", b"theirs")
    root = tmp_path / "out"
    root.mkdir()
    (root / link).symlink_to(outside if path != link else outside / "b/c/d")
    with pytest.raises(OutputError, match=r"is a link or lies behind one that leads out of .*; remove the link"):
        write_all(root, [artifact(path)]) if verb == "write" else remove_all(root, [path])
    assert (outside / "b/c/d").read_bytes() == b"theirs"
    assert names(outside) == ["b", "b/c", "b/c/d"]


@pytest.mark.parametrize("path", ["a", "a/b"])
def test_a_link_to_itself_is_refused(tmp_path: Path, path: str) -> None:
    """A circle of links leads nowhere; whether Python or the system notices it first, it is named."""
    (tmp_path / "a").symlink_to("a")
    with pytest.raises(OutputError, match=r"is a link or lies behind one|Too many levels of symbolic links"):
        write_all(tmp_path, [artifact(path)])


def test_the_root_may_be_a_link(tmp_path: Path) -> None:
    """Where the output goes is its owner's choice."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "out").symlink_to("disk")
    write_all(tmp_path / "out", [artifact("a/b")])
    assert (tmp_path / "disk/a/b").read_bytes() == b"new"


def test_a_link_inside_the_tree_may_be_followed(tmp_path: Path) -> None:
    """A folder that is another name for one in the tree leads nowhere else."""
    (tmp_path / "real").mkdir()
    (tmp_path / "a").symlink_to("real")
    write_all(tmp_path, [artifact("a/b")])
    assert (tmp_path / "real/b").read_bytes() == b"new"


@pytest.mark.parametrize("path", ["../outside", "a/../../outside", "/etc/hostname", ".."])
def test_nothing_outside_is_removed(tmp_path: Path, path: str) -> None:
    """A damaged list of what is stale costs an error, and no file of somebody else."""
    (tmp_path / "out").mkdir()
    (tmp_path / "outside").write_bytes(b"theirs")
    with pytest.raises(OutputError):
        remove_all(tmp_path / "out", [path])
    assert names(tmp_path) == ["out", "outside"]


def test_a_name_too_long_is_named(tmp_path: Path) -> None:
    """What no disk can hold is an error a person can read."""
    with pytest.raises(OutputError, match="File name too long"):
        write_all(tmp_path, [artifact("a" * 300)])
