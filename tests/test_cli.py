"""The command line: exit codes, silence in cron, JSON for programs, and messages a person can act on."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from publisher.state.lock import only_run
from tests.conftest import SiteFolder


def publisher(site: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as cron would: no terminal, output caught."""
    return subprocess.run(
        [sys.executable, "-m", "publisher", "--site", str(site), *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_run_is_silent_in_cron(site_folder: SiteFolder) -> None:
    """A good run gives cron nothing to mail; the letters are in their folder."""
    site_folder.post("rest")
    done = publisher(site_folder.root, "run")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len(site_folder.files("mail")) == 2


def test_verbose_tells_what_was_done(site_folder: SiteFolder) -> None:
    """With -v the same run says it in words."""
    site_folder.post("rest")
    assert "2 accepted" in publisher(site_folder.root, "-v", "run").stdout


def test_run_reports_as_json(site_folder: SiteFolder) -> None:
    """A program learns what was opened and sent, and no reader's address."""
    site_folder.post("rest")
    done = publisher(site_folder.root, "run", "--json")
    report = json.loads(done.stdout)
    (issue,) = report["opened"]
    assert report["sent"] == {issue: {"accepted": 2}}
    assert "@" not in done.stdout


@pytest.mark.parametrize("command", ["check", "build", "run"])
def test_bad_post_gives_exit_code_1(site_folder: SiteFolder, command: str) -> None:
    """Cron mails what is on standard error: the file, the line, and what would be right."""
    site_folder.post("rest")
    site_folder.write("posts/bad.md", "---\ntitle: Bad\ndate: soon\n---\n")
    done = publisher(site_folder.root, command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("posts/bad.md:3: 'date' must be written like 2024-05-01")


def test_bad_settings_give_exit_code_3(site_folder: SiteFolder) -> None:
    """Every slip is named with its line and the nearest known key, and nothing is touched."""
    site_folder.change_settings("author =", "autor =")
    done = publisher(site_folder.root, "run")
    assert done.returncode == 3
    assert "config/publisher.toml:5: unknown key 'autor'; did you mean 'author'?" in done.stderr
    assert not (site_folder.root / "out").exists()


def test_missing_site_gives_exit_code_2(tmp_path: Path) -> None:
    """Who stands in the wrong folder is told how a site begins."""
    done = publisher(tmp_path, "run")
    assert done.returncode == 2
    assert "'publisher init'" in done.stderr


def test_second_run_at_once_gives_exit_code_75(site_folder: SiteFolder) -> None:
    """The lock is the kernel's; the second caller changes nothing."""
    site_folder.post("rest")
    with only_run(site_folder.root / ".publisher"):
        done = publisher(site_folder.root, "run")
    assert done.returncode == 75
    assert not (site_folder.root / "out").exists()


def test_lost_database_gives_exit_code_3(site_folder: SiteFolder) -> None:
    """Without the ledger nobody knows who was mailed, so nobody is."""
    site_folder.post("rest")
    publisher(site_folder.root, "run")
    (site_folder.root / ".publisher/state.db").unlink()
    done = publisher(site_folder.root, "run")
    assert done.returncode == 3
    assert "Put a backup of it back" in done.stderr


def test_lost_key_gives_exit_code_3(site_folder: SiteFolder) -> None:
    """A new one would not know the unsubscribe links of letters that were sent."""
    site_folder.post("rest")
    publisher(site_folder.root, "run")
    (site_folder.root / ".publisher/key").unlink()
    site_folder.post("sleep", body="Early to bed.", title="Sleep")
    done = publisher(site_folder.root, "run", "--at", "2099-01-05T09:00")
    assert done.returncode == 3
    assert "signing key is missing" in done.stderr


def test_rehearsal_leaves_the_site_alone(site_folder: SiteFolder) -> None:
    """--at shows another moment in a scratch folder of its own."""
    site_folder.post("rest")
    publisher(site_folder.root, "run")
    site_folder.post("sleep", date="2024-06-05", body="Early to bed.")
    before = site_folder.times()
    done = publisher(site_folder.root, "run", "--json", "--at", "2099-01-05T09:00")
    assert json.loads(done.stdout)["opened"] == ["monthly-2099-01"]
    assert site_folder.times() == before
    scratch = Path(done.stderr.split("below ")[1].strip())
    assert (scratch / "out/mail/monthly-2099-01").is_dir()
    assert scratch.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("at", ["tomorrow", ""])
def test_rehearsal_at_no_time_is_refused(site_folder: SiteFolder, at: str) -> None:
    """A slip in the time, or a variable of a script that is empty, must not become a real run."""
    site_folder.post("rest")
    done = publisher(site_folder.root, "run", "--at", at)
    assert not (site_folder.root / "out").exists()
    assert done.returncode == 2
    assert "--at must be written like" in done.stderr


@pytest.mark.parametrize("command", ["build", "run"])
@pytest.mark.parametrize("at", ["0001-01-01", "1969-12-31", "2101-01-02", "9999-12-31"])
def test_rehearsal_beyond_the_calendar_is_refused(site_folder: SiteFolder, command: str, at: str) -> None:
    """At either end of the calendar there is no day before, or none after, to reckon with."""
    site_folder.post("rest")
    done = publisher(site_folder.root, command, "--at", at)
    assert done.returncode == 2
    assert done.stderr == f"publisher: --at must lie between the years 1970 and 2100, not in {int(at[:4])}\n"


def _feed(tmp_path: Path, posts: int) -> Path:
    """A feed in which every post has the same three faults."""
    head = "<title>T</title><link>https://blog.example.com/</link><description>D</description>"
    items = "".join(f"<item><title>{n}</title><link>/{n}</link><pubDate>Day {n}</pubDate></item>" for n in range(posts))
    path = tmp_path / "feed.xml"
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>')
    return path


def test_faults_of_a_long_feed_are_told_in_short(tmp_path: Path) -> None:
    """Ten thousand times the same is three examples and a number; a program gets them all."""
    feed = _feed(tmp_path, 2_000)
    done = publisher(tmp_path, "check", "--verbose", "--feeds", str(feed))
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert len(lines) < 30
    begin = lines.index(f"{feed}: item 1: the link '/0' is not a whole address")
    assert lines[begin + 2] == f"{feed}: item 3: the link '/2' is not a whole address"
    assert lines[begin + 3] == f"{feed}: and 1,997 more like this; --json lists them all"
    told = json.loads(publisher(tmp_path, "check", "--json", "--feeds", str(feed)).stdout)
    assert sum("not a whole address" in problem["text"] for problem in told["problems"]) == 2_000


def test_few_faults_of_a_feed_are_told_one_by_one(tmp_path: Path) -> None:
    """Three of a kind need no summary."""
    assert "more like" not in publisher(tmp_path, "check", "--feeds", str(_feed(tmp_path, 3))).stderr


def test_feed_that_is_not_there(tmp_path: Path) -> None:
    """A file of somebody else's is not made by a build."""
    done = publisher(tmp_path, "check", "--feeds", str(tmp_path / "none.xml"))
    assert done.returncode == 2
    assert done.stderr == f"publisher: {tmp_path}/none.xml: cannot be read: No such file or directory\n"


def test_status_before_the_first_run(site_folder: SiteFolder) -> None:
    """It says what to do, and makes no database."""
    shutil.rmtree(site_folder.root / ".publisher")
    done = publisher(site_folder.root, "status")
    assert done.returncode == 2
    assert "'publisher run'" in done.stderr
    assert not (site_folder.root / ".publisher").exists()


def test_status_as_json(site_folder: SiteFolder) -> None:
    """A monitor asks by exit code and gets the facts."""
    site_folder.post("rest")
    publisher(site_folder.root, "run")
    done = publisher(site_folder.root, "status", "--json")
    facts = json.loads(done.stdout)
    assert (done.returncode, facts["public"], facts["needs_a_person"]) == (0, 1, False)
    assert facts["newsletters"][0]["last"]["deliveries"] == {"accepted": 2}


def test_good_file_is_imported_beside_a_bad_one(site_folder: SiteFolder, tmp_path: Path) -> None:
    """One file that is no post does not keep the others out."""
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("A Title\nBy Dr. Ada ~ 5/20/2024\n\nOne sentence. Another one.\n")
    bad.write_bytes(b"\xff\xfe\x00")
    done = publisher(site_folder.root, "import", str(bad), str(good))
    assert done.returncode == 1
    assert [path.name for path in (site_folder.root / "posts").iterdir()] == ["2024-05-20-a-title.md"]
    assert str(bad.name) in done.stderr


def test_new_prints_the_path(site_folder: SiteFolder) -> None:
    """An editor can be called with it."""
    done = publisher(site_folder.root, "new", "Rest well")
    assert Path(done.stdout.strip()).read_text("utf-8").startswith('---\ntitle: "Rest well"\n')


def test_options_may_stand_after_the_command(site_folder: SiteFolder) -> None:
    """People type them there."""
    site_folder.post("rest")
    done = publisher(Path("nowhere"), "run", "--site", str(site_folder.root), "--verbose")
    assert "2 accepted" in done.stdout


def test_letter_that_waits_for_a_mend_is_told(site_folder: SiteFolder) -> None:
    """Beside the problem stands what it keeps from happening."""
    site_folder.post("rest")
    site_folder.write("posts/bad.md", "x")
    issue = json.loads(publisher(site_folder.root, "build", "--json").stdout)["next_issues"][0]
    done = publisher(site_folder.root, "run")
    assert f"monthly-{issue['period']} is due and was not opened" in done.stderr


def test_mail_that_cannot_be_written_is_told(site_folder: SiteFolder) -> None:
    """A letter that waits needs a person; silence would look like success."""
    site_folder.post("rest")
    site_folder.write("out/mail", "in the way")
    done = publisher(site_folder.root, "run")
    assert done.returncode == 1
    assert "out/mail (OutputError; is the disk full?); 2 of its messages wait, and the next run goes on" in done.stderr
    status = publisher(site_folder.root, "status")
    assert (status.returncode, "2 messages wait to be handed over" in status.stderr) == (1, True)


def test_two_outputs_at_one_path_are_refused(site_folder: SiteFolder) -> None:
    """One would overwrite the other at every build."""
    site_folder.change_settings("[newsletter", '[feeds.atom]\npath = "rss.xml"\n[newsletter')
    done = publisher(site_folder.root, "build")
    assert done.returncode == 3
    assert "public/rss.xml" in done.stderr


@pytest.mark.parametrize("name", ["a/../b", "Mein Brief", "Ü", ""])
def test_newsletter_name_that_is_no_file_name_is_refused(site_folder: SiteFolder, name: str) -> None:
    """It becomes a folder and part of a mail header."""
    site_folder.change_settings("[newsletter.monthly]", f'[newsletter."{name}"]')
    done = publisher(site_folder.root, "check")
    assert done.returncode == 1
    assert f"config/publisher.toml:10: [newsletter.{name}]" in done.stderr


def test_no_command_gives_exit_code_2(tmp_path: Path) -> None:
    """A wrong call is told apart from a failed one."""
    assert publisher(tmp_path).returncode == 2


def test_no_colour_outside_a_terminal(site_folder: SiteFolder) -> None:
    """A log file gets words, not escape codes."""
    site_folder.write("posts/bad.md", "x")
    assert "\033" not in publisher(site_folder.root, "check").stderr


def test_social_shows_texts_and_head_tags(site_folder: SiteFolder) -> None:
    """One text alone can be piped, all of them are JSON, and nothing is written for looking."""
    site_folder.post("rest", title="Rest well")
    one = publisher(site_folder.root, "social", "show", "rest", "--network", "bluesky")
    assert one.stdout == "Rest well\n\nhttps://blog.example.com/rest/\n"
    facts = json.loads(publisher(site_folder.root, "social", "show", "rest", "--json").stdout)
    assert facts["networks"][1]["texts"][0]["text"] == one.stdout.rstrip("\n")
    assert publisher(site_folder.root, "social", "head", "rest").stdout.startswith('<meta name="description"')
    assert not (site_folder.root / "out").exists()
    unknown = publisher(site_folder.root, "social", "show", "rest", "--network", "myspace")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "there is no share text for 'myspace'; there is one for x, bluesky" in unknown.stderr


def test_social_card(site_folder: SiteFolder) -> None:
    """A card is asked for by name, and said where it will be."""
    site_folder.post("rest", title="Rest well")
    done = publisher(site_folder.root, "social", "card", "rest")
    assert (done.returncode, done.stdout) == (0, "the next build draws out/public/cards/rest.png\n")
    publisher(site_folder.root, "build")
    assert "public/cards/rest.png" in site_folder.files()
