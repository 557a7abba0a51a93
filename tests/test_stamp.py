import base64
import json
import string
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.stamp import (
    Authenticity,
    Key,
    Stamp,
    _encode,
    _mac,
    authentic,
    authenticity,
    baseline_digest,
    canonical,
    chunks,
    from_name_text,
    from_properties,
    hidden_rows,
    name_text,
    named_subjects,
    properties,
    read_hidden,
    read_token,
    sign,
)

KEY = Key(b"a key of the office")
OTHER = Key(b"a key of another office")
STAMP = Stamp(
    scheme="demo",
    version="1.0",
    stage="verification",
    round="2",
    period="2021",
    recipient="发展改革局",
    subjects=("town-a", "town-b"),
    issue=7,
    digest="ab" * 32,
    baseline="cd" * 32,
)
BASELINE = {"cells": [["f", "u", "r", "c", "已完成 _x000D_ 😀\n\u3000"]], "note": 'a "b" \\_x0041_'}

plain = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=40)
stamps = st.builds(
    Stamp,
    scheme=plain,
    version=plain,
    stage=plain,
    round=plain,
    period=plain,
    recipient=plain,
    subjects=st.lists(plain, max_size=5).map(tuple),
    issue=st.integers(0, 10**9 - 1),
    digest=plain,
    baseline=plain,
    simulated=st.sampled_from(["", "random", "published"]),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def grid(rows, *, at=(0, 0)):
    """The rows as a reader would give them: zero-based row and column → text."""
    return {(at[0] + r, at[1] + c): text for r, row in enumerate(rows) for c, text in enumerate(row)}


def token_of(payload, *, key=KEY, mac=b"m" * 32):
    """A token with any payload, signed by nobody."""
    parts = (base64.b64encode(part).decode().rstrip("=") for part in (payload, mac))
    return f"kpixl1.{key.id}." + ".".join(parts)


def plainly(stamp):
    """What a stamp's payload says."""
    return json.loads(canonical(asdict(stamp)))


def signed(payload):
    """A token as another version would sign it."""
    text = f"kpixl1.{KEY.id}.{_encode(canonical(payload))}"
    return f"{text}.{_encode(_mac(text.encode(), KEY))}"


class TestKey:
    def test_id_is_eight_hexadecimal_digits(self):
        """The id names the key in eight digits, and others differ."""
        assert len(KEY.id) == 8
        assert set(KEY.id) <= set(string.hexdigits.lower())
        assert KEY.id != OTHER.id

    def test_repr_keeps_the_secret(self):
        """A key that ends up in a log does not give itself away."""
        assert "office" not in repr(KEY)

    def test_derives_by_purpose(self):
        """What is derived depends on key and purpose alone."""
        assert KEY.derive("salt", 16) == Key(b"a key of the office").derive("salt", 16)
        assert KEY.derive("salt", 16) != KEY.derive("other", 16)
        assert KEY.derive("salt", 16) != OTHER.derive("salt", 16)


class TestToken:
    @given(stamp=stamps)
    def test_reads_what_was_signed(self, stamp):
        """Every stamp comes back as it was, and is genuine."""
        token = read_token(sign(stamp, KEY))
        assert token is not None
        assert stamp == token.stamp
        assert authentic(token, KEY) is True

    def test_same_stamp_same_token(self):
        """Signing depends on nothing but stamp and key."""
        assert sign(STAMP, KEY) == sign(STAMP, Key(b"a key of the office"))

    def test_has_no_character_that_programs_change(self):
        """The token has no space, no quote, and no underscore that could begin an escape."""
        assert set(sign(STAMP, KEY)) <= set(string.ascii_letters + string.digits + "+/.")

    @pytest.mark.parametrize("bad", [{"recipient": "x" * 201}, {"period": "2021\n"}, {"issue": -1}])
    def test_does_not_sign_what_it_would_not_read(self, bad):
        """A stamp that could not be read again is refused when it is signed."""
        with pytest.raises(ValueError, match="not a stamp"):
            sign(replace(STAMP, **bad), KEY)

    def test_altered_stamp_is_forged(self):
        """A stamp that names another recipient does not carry the signature over."""
        _, key_id, _, mac = sign(STAMP, KEY).split(".")
        other = sign(replace(STAMP, recipient="商务局"), OTHER).split(".")[2]
        forged = read_token(f"kpixl1.{key_id}.{other}.{mac}")
        assert forged is not None
        assert authenticity(forged, KEY) is Authenticity.FORGED
        assert authentic(forged, KEY) is False

    def test_other_key_is_not_authentic_and_says_why(self):
        """What another workspace signed is not authentic here, and is told apart from a forgery."""
        token = read_token(sign(STAMP, OTHER))
        assert token is not None
        assert authenticity(token, KEY) is Authenticity.OTHER_KEY
        assert authentic(token, KEY) is False

    def test_without_key_nobody_can_tell(self):
        """Without a key the stamp reads, and is neither authentic nor not."""
        token = read_token(sign(STAMP, KEY))
        assert token is not None
        assert token.stamp == STAMP
        assert authentic(token, None) is None

    @pytest.mark.parametrize("field", ["round", "period", "subjects", "simulated"])
    def test_what_an_earlier_version_did_not_say_has_its_default(self, field):
        """A stamp without a field that came later reads, and its signature is over what it says."""
        token = read_token(signed({key: value for key, value in plainly(STAMP).items() if key != field}))
        assert token is not None
        default = {field: () if field == "subjects" else ""}
        assert (asdict(STAMP) | default, True) == (asdict(token.stamp), authentic(token, KEY))

    @pytest.mark.parametrize(
        "field", ["scheme", "version", "stage", "recipient", "issue", "digest", "baseline"]
    )
    def test_what_every_version_says_is_there(self, field):
        """A stamp without what was always in it is none."""
        assert (
            read_token(signed({key: value for key, value in plainly(STAMP).items() if key != field})) is None
        )

    def test_passes_over_what_a_later_version_adds(self):
        """A stamp with fields more reads, and is genuine."""
        token = read_token(signed({**plainly(STAMP), "batch": "2", "colours": ["red"]}))
        assert token is not None
        assert (STAMP, True) == (token.stamp, authentic(token, KEY))

    def test_what_a_later_version_adds_is_signed(self):
        """A field that this version does not know cannot be changed either."""
        mac = signed({**plainly(STAMP), "part": "2"}).split(".")[3]
        payload = signed({**plainly(STAMP), "part": "3"}).rpartition(".")[0]
        forged = read_token(f"{payload}.{mac}")
        assert forged is not None
        assert authenticity(forged, KEY) is Authenticity.FORGED

    @given(text=st.text())
    def test_takes_any_text(self, text):
        """No text raises."""
        assert read_token(text) is None
        assert read_token(f"kpixl1.{KEY.id}.{text}.{text}") is None

    @given(payload=json_values)
    def test_takes_any_payload(self, payload):
        """No JSON in the stamp's place raises or passes."""
        assert read_token(token_of(json.dumps(payload).encode())) is None

    @pytest.mark.parametrize(
        "payload",
        [
            b"[" * 20_000,
            b"\xff\xfe",
            b"{" + b'"a":' * 9_000,
            b"1" * 9_000,
            b"",
        ],
        ids=["deep", "no UTF-8", "deep objects", "long number", "empty"],
    )
    def test_takes_a_hostile_payload(self, payload):
        """What breaks a JSON reader is no token."""
        assert read_token(token_of(payload)) is None

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("issue", True),
            ("issue", 1.0),
            ("issue", 10**9),
            ("simulated", 1),
            ("simulated", "by hand"),
            ("simulated", []),
            ("scheme", None),
            ("recipient", "\x1b[31m"),
            ("recipient", "\ud800"),
            ("subjects", "town-a"),
            ("subjects", [1]),
            ("subjects", ["x"] * 3_000),
        ],
    )
    def test_takes_no_field_of_another_kind(self, field, value):
        """A stamp with a field that is not what it should be is none."""
        data = json.loads(base64.b64decode(sign(STAMP, KEY).split(".")[2] + "=="))
        assert read_token(token_of(json.dumps({**data, field: value}).encode())) is None

    @pytest.mark.parametrize(("former", "now"), [(True, "random"), (False, "")])
    def test_takes_what_the_first_version_wrote(self, former, now):
        """It said only whether a workbook was simulated; the signature is over what it wrote."""
        data = json.loads(base64.b64decode(sign(STAMP, KEY).split(".")[2] + "=="))
        token = read_token(token_of(canonical({**data, "simulated": former})))
        assert token is not None
        assert now == token.stamp.simulated

    def test_is_bounded(self):
        """A token of any length above the limit is none, however well it is made."""
        data = json.loads(base64.b64decode(sign(STAMP, KEY).split(".")[2] + "=="))
        assert read_token(token_of(canonical({**data, "more": "x" * 40_000}))) is None


class TestCanonical:
    def test_has_one_form(self):
        """Keys are sorted, nothing is spaced, Chinese stays Chinese."""
        assert canonical({"b": [1, None], "a": "区"}) == '{"a":"区","b":[1,null]}'.encode()

    @pytest.mark.parametrize("bad", [float("nan"), b"x", "\ud800"])
    def test_refuses_what_has_no_form(self, bad):
        """What JSON or UTF-8 cannot say is refused."""
        with pytest.raises((TypeError, ValueError)):
            canonical({"a": bad})


class TestChunks:
    @given(text=st.text(), size=st.integers(1, 50))
    def test_join_again(self, text, size):
        """The pieces are short enough and make up the text."""
        pieces = chunks(text, size)
        assert "".join(pieces) == text
        assert all(0 < len(piece) <= size for piece in pieces)


class TestProperties:
    def test_come_back_in_any_order(self):
        """The properties are numbered, so neither order nor strangers matter."""
        token = sign(replace(STAMP, subjects=tuple(f"town-{n}" for n in range(300))), KEY)
        found = properties(token)
        assert len(found) > 10
        assert max(map(len, found.values())) <= 240
        assert from_properties({"Owner": "x", **dict(reversed(found.items())), "count": 3}) == token

    @pytest.mark.parametrize("found", [{}, {"kpixl-": "x"}, {"kpixl-output": "report"}])
    def test_may_be_missing(self, found):
        """Where no piece is there is no token."""
        assert from_properties(found) == ""

    @pytest.mark.parametrize("found", [{"kpixl-2": "x"}, {"kpixl-1": 3.0}])
    def test_may_be_damaged(self, found):
        """What is left of a token is there, and none."""
        assert from_properties(found)
        assert read_token(from_properties(found)) is None


class TestNameText:
    def test_comes_back(self):
        """The name's text holds the token in literals that a formula takes."""
        token = sign(STAMP, KEY)
        assert from_name_text(name_text(token)) == token
        assert max(map(len, name_text(token).split("&"))) <= 255

    def test_tolerates_space_and_equals(self):
        """The leading = and spaces around & make no difference."""
        assert from_name_text(' ="ab" & "c""d"') == 'abc"d'

    @pytest.mark.parametrize("text", ["", "Sheet1!$A$1", '"a"&A1', '"a', '"a""', "#REF!", '"a"' * 2 + "&"])
    def test_anything_else_is_none(self, text):
        """A name that stands for anything but texts holds no token."""
        assert from_name_text(text) == ""

    def test_cut_off(self):
        """What is left of a token is there, and none."""
        left = from_name_text(name_text(sign(STAMP, KEY))[:-20])
        assert left
        assert read_token(left) is None

    @given(text=st.text('"&= a', max_size=30))
    def test_takes_any_text(self, text):
        """No text raises, and what it gives was there."""
        assert len(from_name_text(text)) <= len(text)


class TestHiddenSheet:
    def test_comes_back(self):
        """Token and baseline are read from the cells, and the digest is the stamp's."""
        hidden = read_hidden(grid(hidden_rows("token", BASELINE)))
        assert (hidden.token, hidden.baseline) == ("token", BASELINE)
        assert hidden.digest == baseline_digest(BASELINE)

    @pytest.mark.slow
    @given(baseline=st.dictionaries(st.text(), json_values))
    def test_every_baseline_comes_back(self, baseline):
        """Whatever is printed, it is read as it was and gives the same digest."""
        hidden = read_hidden(grid(hidden_rows("token", baseline)))
        assert hidden.baseline == baseline
        assert hidden.digest == baseline_digest(baseline)

    def test_fits_into_cells(self):
        """A large baseline is spread over cells of at most 30,000 characters, none of them beyond 16 bits."""
        rows = hidden_rows("token", {"text": "区😀 _" * 20_000})
        texts = [text for _, text in rows]
        assert len(rows) > 5
        assert max(map(len, texts)) <= 30_000
        assert not any(set(text) & set("😀 _") for text in texts)
        assert read_hidden(grid(rows)).baseline == {"text": "区😀 _" * 20_000}

    def test_is_found_where_it_has_gone(self):
        """Rows inserted above, columns to the left and empty cells between do not hide it."""
        rows = hidden_rows("token", BASELINE)
        moved = {(r * 2, c): text for (r, c), text in grid(rows, at=(3, 2)).items()}
        hidden = read_hidden(moved)
        assert (hidden.token, hidden.baseline) == ("token", BASELINE)

    @pytest.mark.parametrize(
        "text", ["", "{", "[]", "NaN", '{"a":NaN}', '{"a":1e999}', '{"a":"\\ud800"}', "[" * 20_000]
    )
    def test_damaged_baseline_is_none(self, text):
        """A baseline that cannot be read, or has no canonical form, is missing and does not raise."""
        hidden = read_hidden({(0, 0): "kpixl baseline 1", (0, 1): text})
        assert hidden.baseline is None
        assert hidden.digest == ""

    def test_missing_piece_breaks_it(self):
        """A baseline that lacks a piece is damaged, not shortened."""
        rows = hidden_rows("token", {"text": "区" * 70_000})
        assert read_hidden(grid(rows[:2] + rows[3:])).baseline is None

    def test_line_ends_that_a_program_put_in_do_no_harm(self):
        """Spreadsheet programs break very long texts when they save again; token and baseline stay whole."""
        rows = hidden_rows("token" * 100, {"text": "甲" * 20_000})
        broken = [(label, text[:50] + "\n" + text[50:] if len(text) > 50 else text) for label, text in rows]
        hidden = read_hidden(grid(broken))
        assert ("token" * 100, {"text": "甲" * 20_000}) == (hidden.token, hidden.baseline)

    def test_empty_sheet_holds_nothing(self):
        """A sheet of something else holds neither token nor baseline."""
        hidden = read_hidden({(0, 0): "合计", (0, 1): 3.0, (1, 0): None})
        assert (hidden.token, hidden.baseline) == ("", None)


class TestManySubjects:
    def test_few_are_named(self):
        """The units of any reference scheme are."""
        some = tuple(f"unit-{n}" for n in range(300))
        assert some == named_subjects(some)

    def test_too_many_are_not(self):
        """A province's are in the baseline alone."""
        assert () == named_subjects(tuple(f"unit-{n:05}" for n in range(10_000)))

    @pytest.mark.parametrize("size", [1, 10, 40, 200])
    def test_as_many_as_are_named_leave_a_name_that_excel_takes(self, size):
        """The text of a defined name has 8,192 characters at most."""
        most = next(n for n in range(10_000) if not named_subjects(("x" * size,) * (n + 1)))
        token = sign(replace(STAMP, subjects=("x" * size,) * most), KEY)
        assert read_token(token)
        assert len(name_text(token)) <= 8_192
