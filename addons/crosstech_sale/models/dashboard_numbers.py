"""The number of a tile and the list it opens: both from one domain, with the rights of the user."""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..lib import charts, dashboards, province_map

CHART_ROWS = 8
MANY_PERCENT = 300  # from here on a multiple is easier to grasp than percents
MAP_COLOUR = (17, 94, 89)


class Dashboard(models.AbstractModel):
    _inherit = "crosstech.dashboard"

    # === DOMAINS === #

    @api.model
    def _domain(self, tile, role, span=None):
        """Which records a tile counts; the list it opens has the same domain."""
        domain = dashboards.fill(tile.domain, self._words(role))
        if tile.company:
            domain.append((tile.company, "=", self.env.company.id))
        if tile.own and role in dashboards.OWN_CUSTOMERS:
            domain.append(("customer_kind", "=", dashboards.OWN_CUSTOMERS[role]))
        if tile.date and span:
            domain += self._in_span(tile, span)
        return domain

    def _in_span(self, tile, span):
        if self.env[tile.model]._fields[tile.date].type == "date":
            return [(tile.date, ">=", span.first), (tile.date, "<=", span.last)]
        return [(tile.date, ">=", self._start_of(span.first)), (tile.date, "<", self._end_of(span.last))]

    def _words(self, role):
        """The values of the words in the table of ``lib.dashboards``."""
        today = self._today()
        return {
            "@uid": self.env.uid,
            "@role": role,
            "@now": fields.Datetime.now(),
            "@today": today,
            "@week": today + timedelta(days=7),
            "@fortnight": today + timedelta(days=14),
            "@day_end": self._end_of(today),
            "@month_ago": self._start_of(today - timedelta(days=30)),
        }

    def _zone(self):
        return ZoneInfo(self.env.company.partner_id._get_timezone() or "Asia/Jakarta")

    def _today(self):
        """The day on the company's own calendar."""
        return self.env.company._get_today()

    def _start_of(self, day):
        """The first moment of a day as the company's clock shows it, naive UTC as the database keeps it."""
        return datetime.combine(day, time.min, self._zone()).astimezone(timezone.utc).replace(tzinfo=None)

    def _end_of(self, day):
        return self._start_of(day + timedelta(days=1))

    # === NUMBERS === #

    def _number(self, tile, domain):
        """:return: tuple(number, count of records, oldest moment or None)"""
        aggregates = ["__count"]
        aggregates.append(f"{tile.measure}:sum" if tile.measure else "__count")
        if tile.since:
            aggregates.append(f"{tile.since}:min")
        count, number, *oldest = self.env[tile.model]._read_group(domain, [], aggregates)[0]
        return number or 0, count, oldest[0] if oldest else None

    def _number_text(self, tile, number):
        if tile.unit == dashboards.MONEY:
            return formatLang(self.env, number, currency_obj=self.env.company.currency_id)
        return formatLang(self.env, number, digits=0)

    def _todo(self, tile, role):
        number, count, oldest = self._number(tile, self._domain(tile, role))
        return {
            "key": tile.key,
            "title": tile.title,
            "number": number,
            "text": self._number_text(tile, number),
            "note": self._age(oldest) if count else self.env._("Nothing to do"),
        }

    def _age(self, oldest):
        """How long the oldest has waited, in words; empty where nothing tells."""
        if not oldest:
            return ""
        if isinstance(oldest, datetime):
            oldest = oldest.replace(tzinfo=timezone.utc).astimezone(self._zone()).date()
        days = (self._today() - oldest).days
        if days < 0:
            return self.env._("The next one: %(date)s", date=format_date(self.env, oldest))
        if days == 0:
            return self.env._("The oldest since today")
        if days == 1:
            return self.env._("The oldest since yesterday")
        return self.env._("The oldest for %(days)s days", days=days)

    def _figure(self, tile, role, span, before):
        number = self._number(tile, self._domain(tile, role, span))[0]
        previous = self._number(tile, self._domain(tile, role, before))[0]
        change = dashboards.change(number, previous)
        return {
            "key": tile.key,
            "title": tile.title,
            "number": number,
            "text": self._number_text(tile, number),
            "sign": change.sign,
            "note": self._change_text(change, self._number_text(tile, previous)),
        }

    def _change_text(self, change, previous):
        if change.percent is None:
            return self.env._("None in the period before")
        if not change.sign:
            return self.env._("As many as in the period before")
        if change.sign > 0 and change.percent >= MANY_PERCENT:
            times = formatLang(self.env, change.percent / 100 + 1, digits=0)
            return self.env._("%(times)s times as much as before (%(previous)s)", times=times, previous=previous)
        if change.sign > 0:
            return self.env._(
                "%(percent)s %% more than before (%(previous)s)", percent=change.percent, previous=previous
            )
        return self.env._("%(percent)s %% less than before (%(previous)s)", percent=change.percent, previous=previous)

    # === CHARTS === #

    def _chart(self, tile, role, span):
        if tile.draw == dashboards.STEPS:
            rows = self._step_rows(tile, role, span)
        else:
            rows = self._group_rows(tile, role, span)
        places = self._map_places(rows) if tile.draw == dashboards.MAP else []
        for row in rows:
            row.pop("record", None)
        return {
            "key": tile.key,
            "title": tile.title,
            "draw": tile.draw,
            "rows": charts.bars(rows[:CHART_ROWS] if tile.draw == dashboards.MAP else rows),
            "map": places,
            "empty": not any(row["value"] for row in rows),
            "note": "" if tile.date else self.env._("Now"),
            "report": bool(tile.report) and self._may_open(tile.report),
        }

    def _step_rows(self, tile, role, span):
        rows = []
        for key, _domain in tile.steps:
            count = self.env[tile.model].search_count(self._group_domain(tile, role, span, key))
            share = round(100 * count / rows[0]["value"]) if rows and rows[0]["value"] else 100
            text = self._number_text(tile, count)
            rows.append(
                {
                    "group": key,
                    "label": self.env["crosstech.hooks"]._dashboard_title(f"{tile.key}.{key}"),
                    "value": count,
                    "text": f"{text} · {share} %" if rows else text,
                }
            )
        return rows

    def _group_rows(self, tile, role, span):
        model = self.env[tile.model].with_context(tz=str(self._zone()))
        measure = f"{tile.measure}:sum" if tile.measure else "__count"
        over_time = tile.draw == dashboards.COLUMNS
        group = f"{tile.group}:{dashboards.bucket(span)}" if over_time else tile.group
        kept = {} if over_time else {"order": f"{measure} DESC"}
        if tile.draw == dashboards.BARS:
            kept["limit"] = CHART_ROWS
        groups = model._read_group(self._domain(tile, role, span), [group], [measure], **kept)
        rows = [self._group_row(tile, span, value, number or 0) for value, number in groups if value or not over_time]
        field = model._fields[tile.group.split(".")[0]]
        if field.type == "selection":  # in the order in which documents go through it
            values = field.get_values(self.env)
            rows.sort(key=lambda row: values.index(row["group"]))
        return rows

    def _group_row(self, tile, span, value, number):
        is_record = isinstance(value, models.BaseModel)
        return {
            "group": (value.id if is_record else self._group_key(value)) or False,
            "label": self._group_label(tile, span, value),
            "value": number,
            "text": self._number_text(tile, number),
            "record": value if is_record else None,
        }

    def _group_key(self, value):
        return fields.Date.to_string(value.date()) if isinstance(value, datetime) else value

    def _group_label(self, tile, span, value):
        if isinstance(value, datetime):
            return format_date(self.env, value.date(), date_format="d MMM")
        if isinstance(value, models.BaseModel):
            name = value.sudo()[value._rec_name or "display_name"] if value else ""
            return name or self.env._("Not noted")
        labels = dict(self.env[tile.model]._fields[tile.group]._description_selection(self.env))
        return labels.get(value) or self.env._("Not noted")

    def _map_places(self, rows):
        """The tiles of the map; what lies in no province is told in the list beside it only."""
        provinces = self.env["crosstech.region"].sudo().search([("level", "=", "province"), ("state_id", "!=", False)])
        codes = {province.state_id: province.code for province in provinces}
        top = max((row["value"] for row in rows), default=0)
        shown = {
            codes.get(row["record"]): {
                "color": province_map.shade(row["value"] / top if top else 0, MAP_COLOUR),
                "text": row["text"],
                "title": f"{row['label']}: {row['text']}",
                "url": row["group"],
            }
            for row in rows
        }
        return [{**tile, "group": tile["url"]} for tile in province_map.tiles(shown)]

    def _group_domain(self, tile, role, span, group):
        """Which records a bar, column or province stands for.

        :raises ValueError: when the group is none of this tile
        """
        domain = self._domain(tile, role, span)
        if tile.draw == dashboards.STEPS:
            return domain + dashboards.fill(dict(tile.steps)[group], self._words(role))
        if tile.draw == dashboards.COLUMNS:
            first = fields.Date.to_date(group)
            days = 1 if dashboards.bucket(span) == "day" else 7
            last = first + timedelta(days=days - 1)
            return [
                *domain, (tile.group, ">=", self._start_of(first)), (tile.group, "<", self._end_of(last)),
            ]  # fmt: skip
        if group is not False and not self._is_group(tile, group):
            raise ValueError(f"{group!r} is no part of {tile.key}")
        return [*domain, (tile.group, "=", group)]

    def _is_group(self, tile, group):
        field = self.env[tile.model]._fields[tile.group.split(".")[0]]
        if field.type == "selection":
            return group in field.get_values(self.env)
        return type(group) is int
