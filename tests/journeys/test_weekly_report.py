"""A Monday and the one after it: everybody reports, the Director decides, and next week shows what became of it."""

import os
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scripts import postgres

from .people import Refused

REPORT, SECTION, DECISION = "crosstech.weekly.report", "crosstech.weekly.report.section", "crosstech.decision"
LOGINS = {
    "operational_manager": "operasional",
    "marketing_manager": "pemasaran",
    "finance_manager": "keuangan",
    "inventory": "gudang",
    "repair_team": "perbaikan",
}


def move_weeks(reports: str, weeks: str) -> None:
    """Move reports into the past, as the calendar would: the one thing no page can do.

    :param reports: SQL condition on the reports
    :param weeks: SQL expression
    """
    database = os.environ.get("CROSSTECH_JOURNEY_DB", "crosstech")
    week = "(SELECT r.week_start FROM crosstech_weekly_report r WHERE r.id = %s)"
    for statement in (
        f"UPDATE crosstech_weekly_report SET week_start = week_start - 7 * ({weeks}) WHERE {reports}",  # noqa: S608
        f"UPDATE crosstech_weekly_report_section SET week_start = {week % 'report_id'}",  # noqa: S608
        "UPDATE crosstech_weekly_report_figure f SET week_start = s.week_start"
        " FROM crosstech_weekly_report_section s WHERE s.id = f.section_id",
    ):
        postgres.query(statement, database)


@pytest.fixture
def no_reports():
    """Weeks of which nobody has reported yet: what the demo and earlier runs left goes far into the past."""
    move_weeks("week_start > now() - interval '5 years'", "520 + 60 * id")


def prepare(staff) -> dict:
    """Make last week's report as the Operational Manager does."""
    manager = staff("operasional")
    action = manager.do(REPORT, "action_prepare", [])
    return read(manager, action["res_id"])


def read(person, report: int) -> dict:
    return person.find(
        REPORT, [("id", "=", report)],
        ["name", "state", "week_start", "completeness_percent", "missing_roles", "missing_note", "page_html"],
    )[0]  # fmt: skip


def write_sections(staff, report: int, *, leave_out=()) -> None:
    """Let everybody write his sections and submit them."""
    for role, login in LOGINS.items():
        person = staff(login)
        for section in person.find(SECTION, [("report_id", "=", report), ("role", "=", role)], ["key", "state"]):
            if section["key"] in leave_out or section["state"] == "submitted":
                continue
            person.do(SECTION, "write", [section["id"]], {"commentary": f"{login}: {section['key']}"})
            person.press(SECTION, "action_submit", section["id"])


def let_a_week_pass(report: dict) -> None:
    """Move a report and its decisions a week back."""
    move_weeks(f"id = {int(report['id'])}", "1")
    postgres.query(
        "UPDATE crosstech_decision SET due_date = due_date - 7, decision_date = decision_date - 7,"  # noqa: S608
        " announced_datetime = announced_datetime - interval '7 days',"
        f" done_datetime = done_datetime - interval '1 day' WHERE weekly_report_id = {int(report['id'])}",
        os.environ.get("CROSSTECH_JOURNEY_DB", "crosstech"),
    )


def user_of(staff, login: str) -> int:
    return staff(login).info["uid"]


def decide(staff, report: dict, name: str, login: str, days: int) -> int:
    """Record a decision on the report and tell all managers."""
    director = staff("direktur")
    context = director.press(REPORT, "action_decide", report["id"])["context"]
    decision = director.make(
        DECISION,
        name=name,
        weekly_report_id=context["default_weekly_report_id"],
        company_id=context["default_company_id"],
        owner_id=user_of(staff, login),
        due_date=str(datetime.now(ZoneInfo("Asia/Jakarta")).date() + timedelta(days=days)),
    )
    director.press(DECISION, "action_announce", decision)
    return decision


def answer(staff, decision: int, login: str, note: str, *, is_done: bool) -> None:
    wizard = staff(login).make("crosstech.decision.answer", decision_id=decision, note=note, is_done=is_done)
    staff(login).press("crosstech.decision.answer", "action_apply", wizard)


def test_a_week_is_reported_decided_and_followed_up(staff, no_reports):
    director, manager = staff("direktur"), staff("operasional")
    report = prepare(staff)
    assert report["state"] == "open"
    assert prepare(staff)["id"] == report["id"]
    write_sections(staff, report["id"], leave_out=("repairs",))
    assert read(manager, report["id"])["completeness_percent"] < 100

    with pytest.raises(Refused):
        manager.press(REPORT, "action_submit", report["id"])
    with pytest.raises(Refused):
        director.press(REPORT, "action_read", report["id"])
    write_sections(staff, report["id"])
    money = manager.find(SECTION, [("report_id", "=", report["id"]), ("key", "=", "money")], ["id"])[0]["id"]
    back = manager.make("crosstech.weekly.report.send.back", section_id=money, note="Mengapa turun?")
    manager.press("crosstech.weekly.report.send.back", "action_apply", back)
    write_sections(staff, report["id"])
    manager.press(REPORT, "action_submit", report["id"])

    page = read(director, report["id"])
    assert page["state"] == "submitted"
    assert "keuangan: money" in page["page_html"]
    director.press(REPORT, "action_read", report["id"])
    laptops = decide(staff, report, "Pesan 40 laptop", "gudang", 3)
    calls = decide(staff, report, "Telepon pelanggan", "pemasaran", 1)
    paint = decide(staff, report, "Cat ulang toko", "keuangan", 60)
    director.press(REPORT, "action_close", report["id"])

    todo = staff("gudang").find(
        "mail.activity", [("res_model", "=", DECISION), ("res_id", "=", laptops)], ["user_id", "date_deadline"]
    )[0]
    assert todo["user_id"][0] == user_of(staff, "gudang")
    with pytest.raises(Refused):
        answer(staff, laptops, "pemasaran", "Bukan tugas saya", is_done=True)
    answer(staff, laptops, "gudang", "Sudah datang", is_done=True)
    answer(staff, calls, "pemasaran", "Baru separuh", is_done=False)

    let_a_week_pass(report)
    following = prepare(staff)
    assert following["id"] != report["id"]
    write_sections(staff, following["id"], leave_out=("repairs",))
    manager.press(REPORT, "action_submit_incomplete", following["id"])
    page = read(director, following["id"])
    assert page["missing_note"]
    for words in ("Pesan 40 laptop", "Sudah datang", "Telepon pelanggan", "Baru separuh", "Cat ulang toko"):
        assert words in page["page_html"], words
    status = {one["id"]: one["status"] for one in director.find(DECISION, [("id", "in", [laptops, calls, paint])],
                                                               ["status"])}  # fmt: skip
    assert status == {laptops: "done", calls: "overdue", paint: "not_done"}
    weeks = director.do(
        "crosstech.weekly.report.figure",
        "formatted_read_group",
        [("key", "=", "ordered"), ("section_id.report_id", "in", [report["id"], following["id"]])],
        ["week_start:week"],
        ["value:sum"],
    )
    assert len(weeks) == 2
