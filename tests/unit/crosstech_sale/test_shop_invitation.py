"""Who is invited to the shop, and what the help centre finds, without Odoo."""

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import help_search, shop_invitation
from odoo.addons.crosstech_sale.lib.shop_invitation import INVITE, REASONS, Customer

CUSTOMERS = st.lists(
    st.builds(
        Customer,
        id=st.integers(1, 10_000),
        email=st.sampled_from(["", "a@example.com", "b@example.com", "c@example.com"]),
        is_mine=st.booleans(),
        has_account=st.booleans(),
        is_opted_out=st.booleans(),
        is_invited=st.booleans(),
    ),
    unique_by=lambda customer: customer.id,
)


@given(CUSTOMERS)
def test_nobody_is_written_to_who_should_not_be_and_no_address_twice(customers):
    decided = shop_invitation.sort(customers)
    invited = [customer for customer in customers if decided[customer.id] == INVITE]
    assert all(c.email and c.is_mine and not (c.has_account or c.is_opted_out or c.is_invited) for c in invited)
    assert len({customer.email for customer in invited}) == len(invited)
    assert set(decided) == {customer.id for customer in customers}
    assert set(decided.values()) <= {INVITE, *REASONS}
    assert sum(shop_invitation.count(decided).values()) == len(customers)


@given(CUSTOMERS)
def test_everybody_who_may_be_asked_is_asked_at_one_address(customers):
    decided = shop_invitation.sort(customers)
    open_emails = {
        c.email for c in customers if c.email and c.is_mine and not (c.has_account or c.is_opted_out or c.is_invited)
    }
    assert {c.email for c in customers if decided[c.id] == INVITE} == open_emails


ENTRIES = [
    {"question": "How long do I have to pay?", "answer": "Three days from the e-mail."},
    {"question": "Mengapa jumlahnya ganjil?", "answer": "Agar pembayaran Anda dikenali."},
    {"question": "Which couriers do you use?", "answer": "JNE, TIKI"},
]


def test_questions_are_found_by_words_of_question_or_answer_in_both_languages():
    def first(text):
        return help_search.search(ENTRIES, text)[0]["question"]

    assert first("pay") == "How long do I have to pay?"
    assert first("courier") == "Which couriers do you use?"
    assert first("pembayaran") == "Mengapa jumlahnya ganjil?"
    assert first("JNÉ") == "Which couriers do you use?"


def test_nothing_telling_shows_everything_and_nonsense_nothing():
    assert help_search.search(ENTRIES, "how do I") == ENTRIES
    assert help_search.search(ENTRIES, "") == ENTRIES
    assert help_search.search(ENTRIES, "xyzzy") == []


@given(st.text(max_size=300))
def test_any_text_may_be_searched_for(text):
    found = help_search.search(ENTRIES, text)
    assert all(entry in ENTRIES for entry in found)
    assert len(help_search.words(text)) <= help_search.MAX_WORDS
