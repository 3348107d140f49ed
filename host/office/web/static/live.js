// How the day goes: from the feed at every change, with what the feed does not have asked after it. What the
// supervisor does goes as a command, like at a console.
'use strict';

const $ = (id) => document.getElementById(id);
let told = null;

const clock = (ms) => {
  const text = officeTime.clock(ms);
  return language === 'en' ? text.replace('.', ':') : text;
};
const timeText = (time) => (language === 'en' ? time : time.replace(':', '.'));
const minutesSince = (ms) => Math.max(0, Math.floor((officeTime.now() - ms) / 60000));
const minutes = (ms) => words.of('minutes', { count: minutesSince(ms) });
const named = (one, key) => one[key + '_' + language];

function say(text, kind) {
  $('answer').className = 'answer ' + kind;
  $('answer').textContent = text;
}

/** Gives a command; a supervisor is asked for where nobody signs in. */
async function send(command, values = {}) {
  const { ok, answer } = await post('/console/command', { command, ...values });
  overIfSignedOut(answer);
  say(ok ? words.of('done') : answer[language] || answer.detail || '', ok ? 'note' : 'no');
  return refresh();
}
const supervisor = () => (me === null ? supervisorFields() : []);

/** The minutes until a time of day, "13:30" or "13.30"; null when it has passed or is none. */
function minutesUntil(text) {
  const found = /^([01]?\d|2[0-3])[.:]([0-5]\d)$/.exec(text.trim());
  if (!found) return null;
  const now = officeTime.now() + officeTime.offsetMinutes * 60000;
  const day = Math.floor(now / 86400000) * 86400000;
  const left = Math.ceil((day + (Number(found[1]) * 60 + Number(found[2])) * 60000 - now) / 60000);
  return left > 0 ? left : null;
}
/** {until} of a dialog as {minutes} of a command; nothing when it is no time to come. */
function withMinutes({ until, ...values }) {
  if (!until) return values;
  const left = minutesUntil(until);
  if (left === null) {
    say(words.of('bad_time'), 'no');
    return null;
  }
  return { ...values, minutes: left };
}
const untilField = () => ({ name: 'until', label: words.of('until'), optional: true });

function button(text, act, label) {
  const one = make('button', 'quiet', text);
  one.type = 'button';
  if (label) one.setAttribute('aria-label', label);
  one.onclick = act;
  return one;
}

/** Replaces rows only when they differ, so that the keyboard's place in them stays. */
function fill(place, key, rows) {
  const stands = language + JSON.stringify(key);
  if (place.dataset.stands === stands) return;
  place.dataset.stands = stands;
  place.replaceChildren(...rows());
}

function glance() {
  const waiting = told.lines.reduce((sum, line) => sum + line.waiting, 0);
  const longest = told.lines.map((line) => line.longest).filter((at) => at !== null);
  const open = told.counters.filter((counter) => counter.state === 'open').length;
  $('waiting').textContent = waiting;
  $('longest').textContent = longest.length ? minutes(Math.min(...longest)) : words.of('none');
  $('open-counters').textContent = words.of('of_all', { open, all: told.counters.length });
  const last = told.last_call;
  $('last-call').textContent = last
    ? words.of('last_call_value', { likely: clock(last.likely), late: clock(last.late) }) : words.of('none');
  $('unknown').hidden = !last || last.unknown === 0;
  if (last) $('unknown').textContent = words.of('unknown', { count: last.unknown });
  $('phase').textContent = words.of('phase_' + told.phase);
}

function tasks() {
  $('no-task').hidden = told.alarms.length > 0;
  fill($('tasks'), told.alarms, () => told.alarms.map((alarm) => make('li', '',
    make('p', '', make('b', '', alarm[language]), ' ',
      make('span', 'soft small', words.of('since', { time: clock(alarm.since) }))),
    make('p', 'do-this', alarm['task_' + language]))));
}

function lines() {
  $('nobody').hidden = told.lines.length > 0;
  $('lines').closest('.wide-table').hidden = told.lines.length === 0;
  fill($('lines'), told.lines.map((line) => [line, line.longest && minutesSince(line.longest)]), () =>
    told.lines.map((line) => make('tr', '',
      make('td', '', named(line, 'service')), make('td', '', named(line, 'class')),
      make('td', 'num no', line.waiting), make('td', 'num', line.longest ? minutes(line.longest) : words.of('none')),
      make('td', 'num', line.held || words.of('none')))));
}

function counters() {
  const doing = (counter) => {
    if (!counter.number) return words.of('none');
    const about = words.of('phase_' + counter.phase, { minutes: minutesSince(counter.since) });
    return make('span', '', make('b', '', counter.number), make('small', '', about));
  };
  fill($('counters'), told.counters.map((one) => [one, one.number && minutesSince(one.since)]), () =>
    told.counters.map((counter) => {
      const state = make('span', 'chip', words.of('state_' + counter.state));
      state.dataset.state = counter.state;
      const place = make('td', '', state);
      if (counter.pause_reason) place.append(make('small', '', counter.pause_reason));
      return make('tr', '', make('td', '', make('b', '', counter.name)),
        make('td', '', counter.officer || words.of('none')), place, make('td', '', doing(counter)),
        make('td', 'num', counter.services));
    }));
}

function day() {
  const date = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'id-ID', { dateStyle: 'full', timeZone: 'UTC' });
  $('day-title').textContent = told.day.startsWith('1970') ? words.of('day')
    : date.format(new Date(told.day + 'T00:00:00Z'));
  const pause = told.pause;
  $('pause').hidden = $('resume-hall').hidden = !pause;
  if (pause) {
    $('pause').textContent = pause.until
      ? words.of('paused_until', { time: clock(pause.until), reason: pause.reason })
      : words.of('paused', { reason: pause.reason });
  }
  $('pause-hall').hidden = !told.open;
  $('close-day').hidden = !told.open;
  $('open-day').hidden = told.open;
  const last = told.last_numbers;
  $('last-numbers-now').hidden = !told.open || told.phase === 'last_numbers';
  $('last-numbers-usual').hidden = !last.today;
  const usual = last.settings ? timeText(last.settings) : words.of('none');
  $('last-numbers').textContent = last.today
    ? words.of('last_numbers_today', { time: timeText(last.today), usual })
    : words.of('last_numbers', { time: usual });
}

function notices() {
  $('no-notice').hidden = told.notices.length > 0;
  fill($('notices'), told.notices, () => told.notices.map((notice) => {
    const english = make('span', 'soft', notice.text_en);
    english.lang = 'en';
    const about = [words.of('severity_' + notice.severity),
      notice.until && words.of('notice_until', { time: clock(notice.until) })].filter(Boolean).join(', ');
    return make('li', notice.severity, make('p', 'grow', make('b', '', notice.text_id), ' ', english,
      make('small', '', about)),
    button(words.of('take_down'), () => send('end_notice', { notice: notice.id }),
      `${words.of('take_down')}: ${notice.text_id}`));
  }));
}

function quotaText(part) {
  const usual = part.quota === null ? words.of('no_limit') : part.quota;
  return part.today === null ? String(usual) : words.of('quota_today', { today: part.today, usual });
}

function walkIns() {
  const parts = told.walk_ins;
  $('no-walk-in').hidden = parts.length > 0;
  $('walk-ins').closest('.wide-table').hidden = parts.length === 0;
  fill($('walk-ins'), [parts, told.open], () => parts.map((part) => {
    const [from, to] = [timeText(part.from), timeText(part.to)];
    const title = words.of('change_title', { service: named(part, 'service'), from, to });
    const change = button(words.of('change'), () => ask(title, words.of('change_about'), [
      { name: 'quota', label: words.of('quota'), optional: true, value: part.today === null ? '' : part.today },
      ...supervisor(),
    ], ({ quota, ...values }) => {
      if (quota !== undefined && !/^\d{1,5}$/.test(quota)) return say(words.of('bad_number'), 'no');
      return send('set_walk_ins', { service: part.service, from: part.from, ...values,
        ...(quota === undefined ? {} : { quota: Number(quota) }) });
    }), title);
    change.disabled = !told.open;
    return make('tr', '', make('td', '', named(part, 'service')), make('td', 'no', `${from}–${to}`),
      make('td', 'num', part.used), make('td', '', quotaText(part)), make('td', 'do', change));
  }));
}

function devices() {
  $('portal').textContent = words.of('portal_' + told.portal.state);
  $('portal').className = told.portal.state === 'away' ? 'bad' : '';
  $('no-device').hidden = told.devices.length > 0;
  $('devices').closest('.wide-table').hidden = told.devices.length === 0;
  fill($('devices'), told.devices, () => told.devices.map((device) => {
    const state = make('td', '', make('b', device.state === 'online' ? 'good' : 'bad',
      words.of('device_' + device.state)));
    const text = device['text_' + language];
    if (text) state.append(make('small', '', text));
    return make('tr', '', make('td', '', device.place || words.of('none')), make('td', '', device.name), state);
  }));
}

function show() {
  if (!told) return;
  for (const part of [glance, tasks, lines, counters, day, notices, walkIns, devices]) part();
}

let asking = false;
let again = false;
/** At most one question at a time; a change meanwhile asks once more. */
async function refresh() {
  if (asking) { again = true; return; }
  asking = true;
  do {
    again = false;
    const response = await fetch('/live/state').catch(() => null);
    const answer = response ? await response.json().catch(() => null) : null;
    if (response && response.ok && answer) {
      told = answer;
      show();
    } else if (answer) {
      overIfSignedOut(answer);
    }
    await new Promise((go) => { setTimeout(go, 500); });
  } while (again);
  asking = false;
}

const reasons = () => ['drill', 'power', 'prayer', 'meeting'].map((key) => words.of('reason_' + key));

$('pause-hall').onclick = () => ask(words.of('pause_hall'), words.of('pause_about'),
  [reasonField(reasons()), untilField(), ...supervisor()], (values) => {
    const command = withMinutes(values);
    if (command) send('pause_hall', command);
  });
$('resume-hall').onclick = () => (me === null
  ? ask(words.of('resume_hall'), '', supervisor(), (values) => send('resume_hall', values)) : send('resume_hall'));
$('last-numbers-now').onclick = () => ask(words.of('last_numbers_now'), words.of('last_numbers_about'), supervisor(),
  (values) => send('set_last_numbers', { ...values, at: officeTime.clock(officeTime.now()).replace('.', ':') }));
$('last-numbers-usual').onclick = () => (me === null
  ? ask(words.of('last_numbers_usual'), '', supervisor(), (values) => send('set_last_numbers', values))
  : send('set_last_numbers'));
$('open-day').onclick = () => ask(words.of('open_day'), words.of('open_day_about'), [
  { name: 'day', label: words.of('date'), type: 'date',
    value: new Date(officeTime.now() + officeTime.offsetMinutes * 60000).toISOString().slice(0, 10) },
  { ...reasonField([]), optional: true }, ...supervisor(),
], (values) => send('open_day', values));
$('close-day').onclick = () => ask(words.of('close_day'), words.of('close_day_about'), supervisor(),
  (values) => send('close_day', values));
$('new-notice').onclick = () => ask(words.of('new_notice'), words.of('notice_about'), [
  { name: 'severity', label: words.of('severity'), value: 'notice',
    options: ['notice', 'emergency'].map((key) => [key, words.of('severity_' + key)]) },
  { name: 'text_id', label: words.of('text_id') },
  { name: 'text_en', label: words.of('text_en'), optional: true },
  untilField(), ...supervisor(),
], (values) => {
  const command = withMinutes(values);
  if (command) send('set_notice', command);
});

setInterval(() => {
  $('clock').textContent = officeTime.clock(officeTime.now());
  if (told) show();
}, 1000);
setInterval(refresh, 15000);
beginStaffPage(show).then(() => feed.follow((snapshot) => {
  $('zone').textContent = snapshot.zone;
  refresh();
}));
