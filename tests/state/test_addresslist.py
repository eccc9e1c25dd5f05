"""Readers come from a CSV file as people save it; a bad line is named by number, a person by nothing."""

import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.model import Delivery, Subscriber
from publisher.newsletter.headers import reader
from publisher.state.addresslist import cell, normal_address, rows

KEY = bytes(32)


def read(text: str | bytes) -> list[tuple[str, str]]:
    """Address and name of each person in a file that has no problems."""
    found = list(rows(text.encode() if isinstance(text, str) else text, KEY))
    assert [row.problem for row in found if row.problem] == []
    return [(row.subscriber.address, row.subscriber.name) for row in found if row.subscriber]


def complaints(text: str | bytes) -> list[tuple[int, str]]:
    """Line and text of each problem."""
    found = list(rows(text.encode() if isinstance(text, str) else text, KEY))
    return [(row.line, row.problem) for row in found if row.problem]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"address,name\nmaya@example.org,Maya\n", id="plain"),
        pytest.param(b"\xef\xbb\xbfaddress,name\r\nmaya@example.org,Maya\r\n", id="saved by Excel: mark and CRLF"),
        pytest.param(b"address,name\rmaya@example.org,Maya\r", id="CR alone"),
        pytest.param(b"address,name\nmaya@example.org,Maya", id="no last line end"),
        pytest.param(b"name,address\nMaya,maya@example.org\n", id="columns turned round"),
        pytest.param(b"address,joined,name\nmaya@example.org,2024-01-01,Maya\n", id="a column more"),
        pytest.param(b'"address","name"\n"maya@example.org","Maya"\n', id="quoted"),
        pytest.param(b"address,name\n\nmaya@example.org,Maya\n\n", id="empty lines"),
        pytest.param(b"address,name\n maya@example.org ,  Maya \n", id="blanks around"),
        pytest.param(b'address,name\nmaya@example.org,"\nMaya\r\n"\n', id="line ends around the name"),
        pytest.param(b"address;name\nmaya@example.org;Maya\n", id="semicolons"),
        pytest.param(b"address\tname\nmaya@example.org\tMaya\n", id="tabs"),
        pytest.param(b"Email Address,First Name,Last Name\nmaya@example.org,Maya,\n", id="Mailchimp"),
        pytest.param(b"email,name,attributes\nmaya@example.org,Maya,{}\n", id="listmonk"),
        pytest.param(b"email_address,full_name\nmaya@example.org,Maya\n", id="underscores"),
        pytest.param(b"Address,E-Mail,Name\n1 Main Street,maya@example.org,Maya\n", id="a house beside it"),
    ],
)
def test_shapes_that_are_read(content: bytes) -> None:
    """One reader, however the file was saved."""
    assert read(content) == [("maya@example.org", "Maya")]


@pytest.mark.parametrize(
    ("row", "name"),
    [
        pytest.param("maya@example.org,", "", id="empty"),
        pytest.param("maya@example.org", "", id="missing"),
        pytest.param('maya@example.org,"Rao, Maya"', "Rao, Maya", id="comma"),
        pytest.param('maya@example.org,"Maya ""May"" Rao"', 'Maya "May" Rao', id="quotes"),
        pytest.param("maya@example.org,=1+1", "=1+1", id="formula"),
        pytest.param("maya@example.org,+1", "+1", id="another formula"),
        pytest.param("maya@example.org,अदिति", "अदिति", id="another script"),
    ],
)
def test_names(row: str, name: str) -> None:
    """A name is one line of text, and nothing in it is ever carried out."""
    assert read(f"address,name\n{row}\n") == [("maya@example.org", name)]


def test_column_of_names_may_be_missing() -> None:
    """Addresses alone are enough."""
    assert read("address\nmaya@example.org\n") == [("maya@example.org", "")]


def test_rows_have_their_lines() -> None:
    """As an editor counts them; the same person twice is two rows with one id."""
    text = b"address,name\nmaya@example.org,Maya\n\nmaya@EXAMPLE.org,M.\nnobody,\n"
    found = list(rows(text, KEY))
    assert [row.line for row in found] == [2, 4, 5]
    assert len({row.subscriber.id for row in found if row.subscriber}) == 1


def test_header_alone_is_a_list_of_nobody() -> None:
    """A newsletter may begin before its first reader."""
    assert read("address,name\n") == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\n\n", id="empty lines"),
        pytest.param("maya@example.org,Maya\n", id="no header"),
        pytest.param("street;name\n1 Main Street;Maya\n", id="semicolons"),
        pytest.param("person,name\nmaya@example.org,Maya\n", id="another name"),
    ],
)
def test_missing_column_is_named(text: str) -> None:
    """It says what the first line must be, whatever is there."""
    assert complaints(text) == [(1, "needs a first line that names the columns: address,name")]


@pytest.mark.parametrize(
    ("content", "position"),
    [
        pytest.param("address\nmaya@example.org\n".encode("utf-16"), 0, id="UTF-16"),
        pytest.param(b"address,name\nmaya@example.org,Ma\xefa\n", 32, id="Latin-1"),
    ],
)
def test_other_encodings_are_refused(content: bytes, position: int) -> None:
    """A guess could make one person another."""
    assert complaints(content) == [(0, f"is not UTF-8 at byte {position}; save it as UTF-8")]


BAD_ADDRESSES = [
    pytest.param("mayaexample.org", id="no at"),
    pytest.param("maya@", id="no domain"),
    pytest.param("@example.org", id="no local part"),
    pytest.param("maya@example", id="one label"),
    pytest.param("maya@@example.org", id="two ats"),
    pytest.param("maya@example..org", id="two dots"),
    pytest.param("maya.@example.org", id="a dot too many"),
    pytest.param("maya@-example.org", id="hyphen first"),
    pytest.param("maya rao@example.org", id="blank"),
    pytest.param("Maya <maya@example.org>", id="with a name"),
    pytest.param("mailto:maya@example.org", id="a link"),
    pytest.param("maya@example.org;noor@example.net", id="two at once"),
    pytest.param("maya@exä mple.org", id="not ASCII, with a blank"),
    pytest.param("mäya@@example.org", id="not ASCII, two ats"),
    pytest.param("m" * 65 + "@example.org", id="too long before the at"),
    pytest.param("maya@example.test", id="a domain for tests"),
    pytest.param("maya@[127.0.0.1]", id="a number for a domain"),
    pytest.param('maya"rao@example.org', id="a quotation mark"),
    pytest.param("maya@example.org\u200b", id="an invisible character"),
    pytest.param("maya@example.org\0", id="NUL"),
    pytest.param("=?utf-8?q?maya?=@example.org", id="an encoded word"),
    pytest.param("m" * 243 + "@example.org", id="too long"),
    pytest.param("", id="nothing"),
]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_bad_address_is_named_by_its_line_alone(address: str) -> None:
    """The report may be mailed by cron, so it holds no part of an address."""
    found = complaints(f"address,name\nnoor@example.net,\n{address},Maya\n")
    assert found == [(3, "the address in this line is no e-mail address")]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_bad_address_is_not_in_the_error(address: str) -> None:
    """Nor in what a traceback shows."""
    with pytest.raises(ValueError, match=r"^is no e-mail address$") as caught:
        normal_address(address)
    assert "maya" not in repr(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Ma\0ya", id="NUL"),
        pytest.param("Ma\x1bya", id="escape"),
        pytest.param("Maya\u202eayam", id="text turned round"),
        pytest.param("=?utf-8?q?Maya?=", id="an encoded word"),
        pytest.param("M" * 101, id="too long"),
    ],
)
def test_bad_name_is_named_by_its_line_alone(name: str) -> None:
    """What no header should carry stops the file before a letter is opened, not in the middle of a round."""
    found = complaints(f"address,name\nmaya@example.org,{name}\n")
    assert found == [(2, "the name in this line is too long, or holds a line break, '@' or '=?'")]


def test_every_bad_line_is_named() -> None:
    """All at once, and by the lines that an editor counts, also after empty lines and a name of two lines."""
    text = 'address,name\nnobody,\nmaya@example.org,"Maya\nRao"\nnobody,\nnoor@example.net,\n\n\nnobody,\n'
    assert [line for line, _ in complaints(text)] == [2, 4, 5, 9]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param('address,name\nmaya@example.org,"Maya', 2, id="open quote"),
        pytest.param('address,name\nmaya@example.org,"Maya" Rao\n', 2, id="text after a quote"),
        pytest.param('address,name\n\n\nmaya@example.org,"Maya\nnoor@example.net,\n', 4, id="open quote in the middle"),
        pytest.param('"address\n', 1, id="open quote in the header"),
        pytest.param("address,name\nmaya@example.org," + "M" * 200_000 + "\n", 2, id="an endless field"),
    ],
)
def test_broken_csv_is_named(text: str, line: int) -> None:
    """The reader's words say what is wrong and quote nothing."""
    ((found, problem),) = complaints(text)
    assert found == line
    assert problem.startswith("is not readable as CSV: ")
    assert "aya" not in problem


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param(" maya@example.org\t", "maya@example.org", id="trimmed"),
        pytest.param("Maya@EXAMPLE.Org", "Maya@example.org", id="domain in lower case, local part not"),
        pytest.param("o'brien+news@mail.example.co.uk.example", "o'brien+news@mail.example.co.uk.example", id="signs"),
        pytest.param("maya@xn--mnchen-3ya.example.org", "maya@xn--mnchen-3ya.example.org", id="punycode"),
        pytest.param("maya@MÜNCHEN.example.org", "maya@xn--mnchen-3ya.example.org", id="IDNA"),
        pytest.param(
            "maya@straße.example.org", "maya@xn--strae-oqa.example.org", id="IDNA 2008: another domain than ss"
        ),
        pytest.param("ma\u0308ya@example.org", "m\u00e4ya@example.org", id="composed"),
    ],
)
def test_form_in_which_an_address_is_kept(written: str, kept: str) -> None:
    """Row 29: one form for one mailbox; what stands before the at is the other server's affair."""
    assert normal_address(written) == kept


ADDRESSES = st.from_regex(r"[!-~]{1,20}@[A-Za-z0-9.-]{1,20}\.[A-Za-z]{2,5}", fullmatch=True)


LETTERED = st.from_regex(r"[a-zäößéñçשאλдя用户]{1,20}@[a-zäöüßλдя]{1,12}\.[a-z]{2,5}", fullmatch=True)


@settings(max_examples=200, deadline=None)
@given(ADDRESSES | LETTERED, st.text(max_size=30))
def test_whoever_is_accepted_can_be_written_to(address: str, name: str) -> None:
    """A reader whose headers cannot be made would stop a round half-way; such a line is refused here instead."""
    quoted = '"' + name.replace('"', '""') + '"'
    for row in rows(f'address,name\n"{address.replace(chr(34), "")}",{quoted}\n'.encode(), KEY):
        assert row.problem or (row.subscriber and reader("To", row.subscriber.name, row.subscriber.address))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: f"address,name\n{text}".encode()))
def test_any_bytes_are_readers_or_problems(content: bytes) -> None:
    """No file is an exception."""
    list(rows(content, KEY))


@settings(max_examples=100, deadline=None)
@given(ADDRESSES | LETTERED)
def test_kept_form_is_stable(address: str) -> None:
    """What was kept is kept again as it is."""
    try:
        kept = normal_address(address)
    except ValueError:
        return
    assert normal_address(kept) == kept


def test_no_address_shows_in_a_repr() -> None:
    """A value that lands in a log or a traceback names nobody."""
    maya = Subscriber(id="s_1", address="maya@example.org", name="Maya")
    shown = f"{maya!r} {Delivery(issue_id='monthly-2024-06', subscriber=maya, attempts=1)} {[maya]}"
    assert "s_1" in shown
    assert "aya" not in shown


def test_no_address_shows_in_a_traceback() -> None:
    """Not even when the mistake is ours."""
    with pytest.raises(ValueError, match="no e-mail") as caught:
        normal_address("maya.example.org")
    assert "maya" not in "".join(traceback.format_exception_only(caught.value))


@settings(max_examples=100, deadline=None)
@given(st.from_regex(r"[=+@'-]{0,2}[A-Za-z ]{0,20}", fullmatch=True))
def test_name_survives_a_spreadsheet(name: str) -> None:
    """Written so that nothing is carried out, and read back as it was."""
    written = cell(name)
    assert not written.startswith(("=", "+", "-", "@"))
    (row,) = rows(f'address,name\nmaya@example.org,"{written}"\n'.encode(), KEY)
    assert row.problem or (row.subscriber and row.subscriber.name == name.strip())
