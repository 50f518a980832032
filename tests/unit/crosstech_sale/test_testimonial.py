import csv
import gzip
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import duties, testimonial_texts, testimonials
from odoo.addons.crosstech_sale.lib.testimonials import OrderFacts, Ratings, Terms, TestimonialError

STARS = st.integers(1, 5)
RATINGS = st.builds(Ratings, STARS, STARS, STARS)
ARRIVED = datetime(2026, 1, 1, 8)  # noqa: DTZ001 - naive UTC, as the database keeps it
GOOD = {"product": "5", "service": "4", "experience": "3", "text": "Barang sesuai, cepat sampai."}


# === RATINGS === #


@given(RATINGS)
def test_the_average_lies_between_the_lowest_and_the_highest(ratings):
    assert min(ratings.values()) <= testimonials.overall(ratings) <= max(ratings.values())
    assert min(ratings.values()) <= testimonials.stars(ratings) <= max(ratings.values())


@given(RATINGS, st.sampled_from((None, "nonsense", *testimonials.KINDS)))
def test_a_low_rating_is_a_criticism_whatever_was_chosen(ratings, chosen):
    kind = testimonials.kind(ratings, chosen)
    assert kind in testimonials.KINDS
    if min(ratings.values()) <= 2:
        assert kind == "criticism"
    elif chosen in testimonials.KINDS:
        assert kind == chosen


@pytest.mark.parametrize(
    ("ratings", "topic"),
    [
        (Ratings(1, 5, 5), "product"),
        (Ratings(5, 1, 5), "service"),
        (Ratings(5, 5, 1), "delivery"),
        (Ratings(3, 3, 3), "product"),
    ],
)
def test_the_lowest_rating_says_what_it_is_about(ratings, topic):
    assert testimonials.topic(ratings) == topic
    assert testimonials.topic(ratings, "nonsense") == topic
    assert testimonials.topic(ratings, "payment") == "payment"


@pytest.mark.parametrize(
    ("topic", "customer", "owner"),
    [
        ("product", "buyer", duties.OPERATIONAL),
        ("delivery", "buyer", duties.INVENTORY),
        ("delivery", "reseller", duties.INVENTORY),
        ("payment", "reseller", duties.FINANCE),
        ("service", "buyer", duties.MARKETING),
        ("service", "reseller", duties.OPERATIONAL),
    ],
)
def test_a_criticism_goes_to_the_owner_of_its_step(topic, customer, owner):
    assert testimonials.owner("criticism", topic, customer) == owner
    for kind in ("praise", "suggestion"):
        assert testimonials.owner(kind, topic, customer) == duties.OPERATIONAL


def test_every_topic_and_kind_of_customer_has_an_owner_who_is_staff():
    assert set(testimonials.OWNERS) == {(t, c) for t in testimonials.TOPICS for c in ("buyer", "reseller")}
    assert set(testimonials.OWNERS.values()) <= set(duties.STAFF_ROLES)


# === STEPS === #


@pytest.mark.parametrize("action", list(testimonials.STEPS))
@pytest.mark.parametrize("state", testimonials.STATES)
@pytest.mark.parametrize("role", [*duties.STAFF_ROLES, "customer", "system"])
def test_only_the_table_lets_through(action, state, role):
    step = testimonials.STEPS[action]
    may = role in step.by or ("owner" in step.by and role == duties.INVENTORY)
    if may and state in step.sources:
        target = testimonials.check(action, state, {role}, owner_role=duties.INVENTORY)
        assert target in testimonials.STATES
    else:
        with pytest.raises(TestimonialError) as caught:
            testimonials.check(action, state, {role}, owner_role=duties.INVENTORY)
        assert caught.value.code == ("state" if may else "role")


def test_nothing_is_published_without_the_customers_word():
    with pytest.raises(TestimonialError) as caught:
        testimonials.check("publish", "received", {duties.OPERATIONAL}, may_publish=False)
    assert caught.value.code == "consent"


@pytest.mark.parametrize(
    ("_case", "state", "age", "editable"),
    [
        ("at once", "received", timedelta(0), True),
        ("to the last moment", "received", timedelta(days=14), True),
        ("too late", "received", timedelta(days=14, seconds=1), False),
        ("published", "published", timedelta(0), False),
        ("not published", "not_published", timedelta(days=1), True),
    ],
)
def test_it_can_be_changed_until_published_at_most_fourteen_days(_case, state, age, editable):
    assert testimonials.is_editable(state, ARRIVED, ARRIVED + age) is editable


# === ASKING === #


@pytest.mark.parametrize(
    ("_case", "facts", "days", "due"),
    [
        ("too early", {}, 2.9, None),
        ("in time", {}, 3, "ask"),
        ("late but not too late", {}, 33, "ask"),
        ("long ago", {}, 33.1, None),
        ("asked, waiting", {"asked": ARRIVED + timedelta(days=3)}, 9.9, None),
        ("asked, silent", {"asked": ARRIVED + timedelta(days=3)}, 10, "remind"),
        ("reminded", {"asked": ARRIVED, "reminded": ARRIVED}, 400, None),
        ("answered", {"has_testimonial": True}, 5, None),
        ("refused", {"is_refused": True}, 5, None),
        ("refused after the question", {"asked": ARRIVED, "is_refused": True}, 20, None),
    ],
)
def test_a_customer_is_asked_once_and_reminded_once(_case, facts, days, due):
    facts = OrderFacts(received=ARRIVED, **facts)
    assert testimonials.request_due(facts, Terms(), ARRIVED + timedelta(days=days)) == due


@given(st.lists(st.floats(0, 400), max_size=40), st.integers(0, 20), st.integers(0, 20))
def test_however_often_the_job_runs_there_is_one_question_and_one_reminder(days, ask, remind):
    terms, asked, reminded, sent = Terms(ask, remind), None, None, []
    for day in sorted(days):
        now = ARRIVED + timedelta(days=day)
        due = testimonials.request_due(OrderFacts(ARRIVED, asked, reminded), terms, now)
        sent += [due] if due else []
        asked = now if due == "ask" else asked
        reminded = now if due == "remind" else reminded
    assert sent in ([], ["ask"], ["ask", "remind"])
    if not ask:
        assert sent == []


# === TEXTS === #


def test_a_good_form_is_read_as_it_was_meant():
    form = testimonial_texts.read(
        {**GOOD, "kind": "suggestion", "topic": "delivery", "publish": "1", "name_shown": "full", "product_7": "4"}, [7]
    )
    assert form.errors == {}
    assert (form.ratings, form.kind, form.topic) == (Ratings(5, 4, 3), "suggestion", "delivery")
    assert (form.is_publishable, form.name_shown, form.product_ratings) == (True, "full", {7: 4})


@pytest.mark.parametrize(
    ("_case", "change", "errors"),
    [
        ("no stars", {"product": ""}, {"product": "stars"}),
        ("six", {"service": "6"}, {"service": "stars"}),
        ("zero", {"service": "0"}, {"service": "stars"}),
        ("words", {"experience": "five"}, {"experience": "stars"}),
        ("nothing written", {"text": ""}, {}),
        ("blanks only", {"text": "  \n "}, {}),
        ("nine characters", {"text": "123456789"}, {"text": "short"}),
        ("ten characters", {"text": "1234567890"}, {}),
        ("two thousand", {"text": "a" * 2000}, {}),
        ("one more", {"text": "a" * 2001}, {"text": "long"}),
        ("ten thousand", {"text": "a" * 10_000}, {"text": "long"}),
        ("emoji count as one each", {"text": "👍" * 2000}, {}),
        ("strange choices", {"kind": "x", "topic": "y", "name_shown": "z", "publish": "yes"}, {}),
    ],
)
def test_what_is_wrong_with_a_form_is_named(_case, change, errors):
    assert testimonial_texts.read({**GOOD, **change}).errors == errors


def test_only_products_of_the_order_are_rated():
    form = testimonial_texts.read({**GOOD, "product_1": "5", "product_2": "9", "product_3": "1"}, [1, 2])
    assert form.product_ratings == {1: 5}


@given(st.dictionaries(st.sampled_from((*GOOD, "kind", "topic", "publish", "name_shown")), st.text()))
def test_any_input_is_read_without_an_exception(values):
    form = testimonial_texts.read(values)
    assert bool(form.ratings) == (not set(testimonials.ASPECTS) & set(form.errors))


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once_and_leaves_no_control_sign(text):
    once = testimonial_texts.clean(text)
    assert testimonial_texts.clean(once) == once
    assert not {"\x00", "\r", "\u202e"} & set(once)


@pytest.mark.parametrize(
    "contact",
    [
        "0812 3456 7890",
        "0812-3456-7890",
        "+62 812 3456 7890",
        "6281234567890",
        "(021) 555 1234",
        "budi@example.com",
        "budi @ example.co.id",
        "https://contoh.example/toko?x=1",
        "www.contoh.example",
        "tokoku.com",
        "wa.me/628123456789",
        "t.me/tokoku",
    ],
)
def test_ways_to_contact_the_writer_are_blanked_out(contact):
    masked = testimonial_texts.mask_contacts(f"Hubungi saya di {contact} ya")
    assert masked == f"Hubungi saya di {testimonial_texts.MASK} ya"


@pytest.mark.parametrize(
    "text",
    [
        "Harga Rp 12.500.000 pas",
        "Dikirim 02/01/2026 sampai 05/01/2026",
        "Kecepatan 5600 MHz, RAM 2x16 GB, SSD 1000GB",
        "Nilai 10/10. Mantap sekali!",
        "Sampai jam 09.30, 2 hari saja",
        "Kode NB-1402 dan SN 8812345",
    ],
)
def test_prices_days_and_codes_stay(text):
    assert testimonial_texts.mask_contacts(text) == text


@given(st.text(max_size=200))
def test_masking_twice_is_masking_once(text):
    once = testimonial_texts.mask_contacts(text)
    assert testimonial_texts.mask_contacts(once) == once


@pytest.mark.parametrize(
    ("name", "city", "shown", "company", "expected"),
    [
        ("Rina Wulandari", "Kota Pontianak", "short", False, "Rina, Pontianak"),
        ("Rina Wulandari", "Kota Pontianak", "full", False, "Rina Wulandari"),
        ("Rina Wulandari", "Kota Pontianak", "anonymous", False, ""),
        ("CV Mitra Data", "Kabupaten Bandung", "short", True, "CV Mitra Data, Bandung"),
        ("Siti", "", "short", False, "Siti"),
        ("", "Medan", "short", False, ""),
    ],
)
def test_the_name_is_shown_as_the_customer_wants(name, city, shown, company, expected):
    assert testimonial_texts.author(name, city, shown, is_company=company) == expected


def test_two_thousand_real_reviews_can_be_given(shared_data):
    with gzip.open(shared_data("feedback/prdect_id_half_a.csv.gz"), "rt", encoding="utf-8") as file:
        reviews = [(row["Customer Rating"], row["Customer Review"]) for row in csv.DictReader(file)]
    assert len(reviews) > 2000
    agree = 0
    for stars, text in reviews:
        form = testimonial_texts.read(dict.fromkeys(testimonials.ASPECTS, stars) | {"text": text})
        assert set(form.errors) <= {"text"}
        assert testimonial_texts.mask_contacts(form.text)
        agree += not form.errors
    assert agree / len(reviews) > 0.95, "the limits of length turn hardly any real customer away"
