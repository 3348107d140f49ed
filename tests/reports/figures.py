"""The figures of the reports, computed a second time: from the events as `antrean export` writes them, by the words of
host/office/reports/counting.hpp and with nothing of the product's code. Every view must say the same.

  figures.py PROGRAMS CONFIG [DAYS TICKETS_A_DAY [FIRST_DAY]]
"""
import collections
import copy
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

ZONE = datetime.timezone(datetime.timedelta(hours=7))
COUNTS = ('arrivals', 'walk_ins', 'people', 'recalls', 'served', 'no_shows', 'cancelled', 'unserved',
          'very_good', 'good', 'poor', 'bad')
ENDS = {'served': 'served', 'no_show': 'no_shows', 'cancelled': 'cancelled', 'day_closed': 'unserved'}
MOST_OFF = 1 / 64  # of a quantile, as histogram.hpp says


class Fact:
    """Something that happened once, and may be taken back."""
    stands = True

    def __init__(self, kind, value, day, hour, counter, officer, ticket):
        self.kind, self.value, self.day, self.hour = kind, value, day, hour
        self.counter, self.officer = counter, officer
        self.service, self.klass = ticket['service'], ticket['class']

    def about(self, kind):
        """One more of the same place."""
        other = copy.copy(self)
        other.kind, other.value = kind, 1
        return other


class Opening:
    def __init__(self, day):
        self.day, self.tickets, self.officers = day, {}, {}


def read(events):
    """All facts that stand, and the booked hours."""
    facts, openings, at, slots, late = [], {}, None, collections.Counter(), 0

    def gone(fact):
        if fact is not None:
            fact.stands = False

    for event in events:
        name, body = event['event'], event['body']
        if name == 'day_opened':
            at = openings[event['seq']] = Opening(body['day'])
            continue
        if name == 'day_reopened':
            at = openings[body['opening']]
            at.officers = {}
            for ticket in at.tickets.values():
                if ticket['end'] is not None and ticket['end'].kind == 'unserved':
                    gone(ticket['end'])
                    ticket['end'] = None
            continue
        if at is None:
            continue
        if name == 'feedback_given':
            ticket = openings[body['opening']].tickets[body['ticket']]
            if not ticket['said']:
                ticket['said'] = True
                facts.append(ticket['time'].about(body['feedback']))
                late += openings[body['opening']] is not at
            continue
        moment = datetime.datetime.fromisoformat(event['at_utc'].replace('Z', '+00:00')).astimezone(ZONE)
        ticket = at.tickets.get(body.get('ticket'))

        def fact(kind, value, counter):
            made = Fact(kind, value, at.day, moment.hour, counter, at.officers.get(counter, ''), ticket)
            facts.append(made)
            return made

        def come_back():
            gone(ticket['end'])
            ticket['end'] = None

        def end(outcome, counter):
            if ticket['end'] is None or ticket['end'].kind != ENDS[outcome]:
                come_back()
                ticket['end'] = fact(ENDS[outcome], 1, counter)

        if name == 'logged_in':
            at.officers[body['counter']] = body['officer']
        elif name == 'logged_out':
            at.officers.pop(body['counter'], None)
        elif name == 'admitted':
            key = (at.day, body['slot_start'][:2])
            slots[key + ('arrived' if body['listed'] else 'unlisted',)] += body['people']
        elif name == 'ticket_issued':
            ticket = at.tickets[body['ticket']] = {'service': body['service'], 'class': body['line']['class_key'],
                                                   'end': None, 'wait': None, 'time': None, 'said': False}
            fact('arrivals', 1, 0)
            fact('people', body['people'], 0)
            if body['booking'] == 0:
                fact('walk_ins', 1, 0)
        elif name == 'class_granted':
            ticket['class'] = body['class_key']
        elif name in ('transferred', 'line_replaced'):
            ticket['service'], ticket['class'] = body['service'], body['line']['class_key']
        elif name == 'called':
            come_back()
            ticket['wait'] = fact('wait', body['waited_s'], body['counter'])
        elif name in ('call_cancelled', 'handed_back'):
            gone(ticket['wait'])
            ticket['wait'] = None
        elif name == 'recalled':
            fact('recalls', 1, body['counter'])
        elif name == 'finished':
            ticket['time'] = fact('time', body['seconds'], body['counter'])
            if body.get('next'):
                ticket['class'] = body['next']['line']['class_key']
            else:
                end('served', body['counter'])
        elif name == 'finish_undone':
            come_back()
            if ticket['time'] is not None:
                gone(ticket['time'])
                ticket['class'], ticket['time'] = ticket['time'].klass, None
            ticket['service'] = body['service']
        elif name == 'missed':
            end('no_show', body['counter'])
        elif name == 'ticket_returned':
            come_back()
            ticket['class'] = body['line']['class_key']
        elif name == 'ticket_cancelled':
            end('cancelled', body['counter'])
        elif name == 'accounted':
            end(body['outcome'], 0)
    assert late, 'no answer came after its day, so the made days prove nothing about it'
    return [one for one in facts if one.stands], slots, {one.day for one in openings.values()}


def quantile(values, percent):
    return sorted(values)[max(1, -(-len(values) * percent // 100)) - 1]


def figures(facts):
    values_of = collections.defaultdict(list)
    for one in facts:
        values_of[one.kind].append(one.value)
    told = {name: sum(values_of[name]) for name in COUNTS}
    for name, kind in (('waits', 'wait'), ('services', 'time')):
        values = values_of[kind]
        told[name] = {'count': len(values)}
        if values:
            told[name].update(sum=sum(values), p50=quantile(values, 50), p90=quantile(values, 90))
    return told


def time_key(period, day, hour):
    return {'day': f'{hour:02}', 'year': day[:7]}.get(period, day)


def compare(where, ours, theirs):
    for name in COUNTS:
        assert ours[name] == theirs[name], f'{where}: {name} is {theirs[name]}, the events say {ours[name]}'
    for name in ('waits', 'services'):
        for part, exact in ours[name].items():
            shown = theirs[name][part]
            off = MOST_OFF * exact if part.startswith('p') else 0
            assert abs(shown - exact) <= off, f'{where}: {name} {part} is {shown}, the events say {exact}'


def check(view, by_day, slots, days):
    period, first, last = view['period'], view['first'], view['last']
    where = f'{period} {first}'
    mine = [one for day in sorted(by_day) if first <= day <= last for one in by_day[day]]
    assert view['days'] == sum(first <= day <= last for day in days), where
    compare(where, figures(mine), view['all'])
    tables = {'time': lambda one: time_key(period, one.day, one.hour), 'hour': lambda one: f'{one.hour:02}',
              'counter': lambda one: str(one.counter) if one.counter else '', 'officer': lambda one: one.officer,
              'service': lambda one: one.service, 'class': lambda one: one.klass}
    rows = 0
    for table, key_of in tables.items():
        groups = collections.defaultdict(list)
        for one in mine:
            if key_of(one):
                groups[key_of(one)].append(one)
        assert set(groups) == set(view[table]), f'{where} {table}: {sorted(view[table])}, not {sorted(groups)}'
        for key, group in groups.items():
            compare(f'{where} {table} {key}', figures(group), view[table][key])
            rows += 1
    booked = collections.defaultdict(lambda: [0, 0, 0])
    for (day, hour, kind), people in slots.items():
        if first <= day <= last:
            booked[time_key(period, day, int(hour))][{'arrived': 1, 'unlisted': 2}[kind]] += people
    assert dict(booked) == view['booked'], f'{where} booked: {view["booked"]}, not {dict(booked)}'
    return rows


def events_of(antrean, settings, first_day, days, kinds):
    """As exported, some days at a time: a year at once would take some gigabytes."""
    day, end = (datetime.date.fromisoformat(first_day) + datetime.timedelta(days=n) for n in (0, days))
    while day < end:
        last = min(day + datetime.timedelta(days=13), end)
        exported = subprocess.run([antrean, '--config', settings, 'export', '--json', '--what', 'events',
                                   '--from', str(day), '--to', str(last)], check=True, stdout=subprocess.PIPE).stdout
        for event in json.loads(exported):
            kinds[event['event']] += 1
            yield event
        day = last + datetime.timedelta(days=1)


def main():
    programs, config = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    days, tickets, first_day = (sys.argv[3:] + ['26', '40', '2026-11-02'][len(sys.argv) - 3:])
    with tempfile.TemporaryDirectory() as folder:
        settings = pathlib.Path(folder) / 'office.toml'
        settings.write_text(config.read_text().replace('/var/lib/antrean/office.db', f'{folder}/office.db')
                            .replace('/run/antrean/technician.sock', f'{folder}/technician.sock'))
        views = subprocess.run([programs / 'report_figures', folder, settings, days, tickets, first_day], check=True,
                               stdout=subprocess.PIPE, text=True).stdout.splitlines()
        kinds = collections.Counter()
        facts, slots, opened = read(events_of(programs / 'antrean', settings, first_day, int(days), kinds))
    by_day = collections.defaultdict(list)
    for one in facts:
        by_day[one.day].append(one)
    needed = ('finish_undone', 'call_cancelled', 'handed_back', 'ticket_returned', 'class_granted', 'transferred',
              'day_reopened', 'served_direct', 'ticket_cancelled', 'accounted', 'feedback_given')
    missing = [one for one in needed if kinds[one] == 0]
    assert not missing, f'the made days have no {missing}, so they prove nothing about it'
    rows = sum(check(json.loads(view), by_day, slots, opened) for view in views)
    print(f'{len(views)} views, {rows} rows, {kinds.total()} events: the same figures')


if __name__ == '__main__':
    main()
