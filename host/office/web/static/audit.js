// The audit of a day: what somebody must answer for, with who and why.
'use strict';

const $ = (id) => document.getElementById(id);
let told = null;

const dateText = (day) =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'id-ID', { dateStyle: 'full', timeZone: 'UTC' })
    .format(new Date(day + 'T00:00:00Z'));
const timeText = (time) => (language === 'en' ? time : time.replace(':', '.'));
const roleText = (row) => {
  const key = 'role.' + (row.role || row.by_kind);
  return words.has(key) ? words.of(key) : row.role || row.by_kind;
};

function rowOf(row) {
  const as = [roleText(row), row.officer, row.machine].filter(Boolean).join(' · ');
  return make('tr', '',
    make('td', 'time', timeText(row.time)),
    make('td', 'what', row[language]),
    make('td', 'no', row.number || '–'),
    make('td', '', row.counter_name || '–'),
    make('td', '', make('b', '', row.who), make('small', '', as)),
    make('td', 'reason', row.reason || make('span', 'soft', words.of('no_reason'))));
}

function show() {
  if (!told) return;
  const chosen = $('kind').value;
  const kinds = [...new Set(told.rows.map((row) => row.kind))];
  $('kind').replaceChildren(
    option('', words.of('all_kinds', { count: told.rows.length })),
    ...kinds.map((kind) => option(kind,
      `${words.of(kind)} (${told.rows.filter((row) => row.kind === kind).length})`)));
  $('kind').value = kinds.includes(chosen) ? chosen : '';
  $('day').replaceChildren(...told.days.toReversed().map((day) => option(day, dateText(day))));
  $('day').value = told.day;
  const at = told.days.indexOf(told.day);
  $('earlier').disabled = at <= 0;
  $('later').disabled = at < 0 || at === told.days.length - 1;
  $('earlier').setAttribute('aria-label', words.of('earlier'));
  $('later').setAttribute('aria-label', words.of('later'));
  const shown = told.rows.filter((row) => !$('kind').value || row.kind === $('kind').value);
  $('rows').replaceChildren(...shown.map(rowOf));
  $('rows').closest('.wide-table').hidden = shown.length === 0;
  $('count').textContent = shown.length === 0 ? words.of('none')
    : shown.length === 1 ? words.of('one') : words.of('count', { count: shown.length });
  $('key').textContent = told.key;
  $('fingerprint').textContent = told.fingerprint;
  $('csv').href = `/audit/csv?day=${told.day}&language=${language}`;
  $('export').hidden = !told.key;
  $('export').href = `/audit/export?day=${told.day}`;
}

async function load(day) {
  const response = await fetch('/audit/day' + (day ? '?day=' + encodeURIComponent(day) : '')).catch(() => null);
  const answer = response ? await response.json().catch(() => null) : null;
  if (!response || !response.ok || !answer) {
    if (answer) overIfSignedOut(answer);
    $('count').textContent = words.of(response && response.status === 404 ? 'no_day' : 'failed');
    return;
  }
  told = answer;
  show();
}

const step = (by) => load(told.days[told.days.indexOf(told.day) + by]);
$('day').onchange = () => load($('day').value);
$('kind').onchange = show;
$('earlier').onclick = () => step(-1);
$('later').onclick = () => step(1);
beginStaffPage(show).then(() => load(''));
