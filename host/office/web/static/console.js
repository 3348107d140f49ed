// The officer's console: one counter, drawn from the feed. Every button sends one command, and the feed shows
// the result.
'use strict';

const $ = (id) => document.getElementById(id);
const PHASES = {
  free: ['Kosong', 'Free'], called: ['Dipanggil', 'Called'], serving: ['Sedang dilayani', 'Being served'],
  closed: ['Loket tutup', 'Counter closed'], paused: ['Loket jeda', 'Counter paused'],
};
const STATES = { closed: 'Loket tutup', open: 'Loket buka', paused: 'Loket jeda' };
const KEYS = { F2: 'call_next', F4: 'recall', F8: 'start', F9: 'finish', F10: 'no_show' };
// Which commands are possible in which state of the counter. This only disables buttons; the service decides.
const SENSE = {
  closed: ['open_counter'],
  paused: ['open_counter', 'undo_finish', 'close_counter'],
  paused_called: ['open_counter', 'recall', 'start', 'finish', 'no_show', 'park', 'transfer', 'cancel_call',
    'close_counter'],
  paused_serving: ['open_counter', 'finish', 'park', 'transfer', 'close_counter'],
  free: ['call_next', 'serve_direct', 'undo_finish', 'pause_counter', 'close_counter'],
  called: ['call_next', 'recall', 'start', 'finish', 'no_show', 'park', 'transfer', 'cancel_call', 'pause_counter',
    'close_counter'],
  serving: ['call_next', 'finish', 'park', 'transfer', 'pause_counter', 'close_counter'],
};

let plan = null;
let snapshot = null;
let shownList = 'waiting';
let busy = false;
let uncertain = false;  // the last command got no answer
let officers = {};  // counter -> key of the officer who is logged in there

const remembered = (key) => {
  try {
    return localStorage.getItem(key) || '';
  } catch {
    return '';
  }
};
const remember = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* a private window cannot store it, so it is asked again next time */
  }
};
const counterId = () => Number($('counter').value);
const myCounter = () => snapshot && snapshot.counters.find((counter) => counter.id === counterId());
const serviceName = (key) => (plan.services.find((service) => service.key === key) || { name_id: key }).name_id;

/** The stage of its journey; nothing for a journey of one stage. */
const stageName = (ticket) => {
  const service = plan.services.find((one) => one.key === ticket.service);
  const stage = service && service.stages.length > 1 && service.stages.find((one) => one.key === ticket.stage);
  return stage ? stage.name_id : '';
};
const officerName = (key) => (plan.officers.find((officer) => officer.key === key) || { name: key }).name;
const officerHere = () => officers[counterId()] || '';
const meOrChosen = () => (me ? me.user : $('officer').value);

function situation(counter) {
  if (!counter) return 'closed';
  if (counter.number) return counter.phase;
  return counter.state === 'open' ? 'free' : counter.state;
}
function sensible(counter) {
  const where = situation(counter);
  return SENSE[counter && counter.number && counter.state === 'paused' ? 'paused_' + where : where];
}

// Commands

async function send(command, more = {}) {
  if (busy || !plan) return;
  busy = true;
  say(null);
  draw();
  const counter = myCounter();
  // `expect`: the number that this page shows at the counter, so that a late click never affects the next
  // person.
  const body = {
    command,
    counter: counterId(),
    officer: officerHere() || meOrChosen(),
    expect: (counter && counter.number) || '',
    ...more,
  };
  const { ok, status, answer } = await post('/console/command', body);
  busy = false;
  uncertain = status === 0;
  if (ok) askDialog.typed.clear(); else say(answer);
  overIfSignedOut(answer);
  draw();
  if (['returns_used_up', 'supervisor_needed'].includes(answer.reason) && !more.supervisor && !more.supervisor_pin) {
    ask('Penyelia', `${answer.id} ${answer.en}`, supervisorFields(), (values) =>
      send(command, { ...more, ...values }),
    );
  }
  await learnOfficers();
  draw();
}

/** Without an answer they stay as they were; the feed's next snapshot asks again. */
async function learnOfficers() {
  try {
    const response = await fetch('/console/officers');
    if (response.ok) officers = (await response.json()).officers;
  } catch {
    /* the page shows that the line is lost */
  }
}

/** The line is back after a command that got no answer: nobody knows here whether it was done. */
function tellUncertain() {
  uncertain = false;
  say(
    {
      id: 'Belum pasti apakah perintah tadi dilakukan: lihat nomor di layar.',
      en: 'It is not certain that the last command was done: look at the number on the screen.',
    },
    true,
  );
}

function say(words, good = false) {
  const place = $('answer');
  place.replaceChildren();
  place.classList.toggle('no', Boolean(words) && !good);
  place.classList.toggle('note', Boolean(words) && good);
  if (words) place.append(make('b', '', words.id || words.detail || ''), ' ', make('i', '', words.en || ''));
}

function press(command) {
  const counter = myCounter();
  if (busy || !sensible(counter).includes(command)) return;
  if (command === 'call_next') return send(counter.number ? 'finish_and_next' : 'call_next');
  if (command === 'pause_counter')
    return ask(
      'Jeda loket',
      'Pause the counter',
      [reasonField(['Istirahat', 'Salat', 'Gangguan alat', 'Rapat'])],
      (values) => send(command, values),
    );
  if (command === 'close_counter' && counter.number)
    return ask(
      'Tutup loket',
      `${counter.number} kembali ke tempatnya di antrean. · ${counter.number} goes back to its place in line.`,
      [],
      () => send(command),
    );
  if (command === 'cancel_call')
    return ask(
      `Batalkan panggilan ${counter.number}`,
      'Kembali ke tempatnya di antrean. · Back to its place in line.',
      [reasonField(['Salah panggil'])],
      (values) => send(command, values),
    );
  if (command === 'park')
    return ask(
      `Tunda ${counter.number}`,
      'Kembali ke antrean bila dilanjutkan, atau setelah menit yang diisi. · ' +
        'Back when resumed, or after the minutes given.',
      [
        reasonField(['Melengkapi berkas', 'Ke bank']),
        { name: 'minutes', label: 'Menit (kosong: sampai dilanjutkan) · Minutes', type: 'number', optional: true },
      ],
      (values) => send(command, values),
    );
  if (command === 'transfer') return askTransfer(counter.number);
  if (command === 'serve_direct')
    return ask(
      'Layani langsung',
      'Orang di loket tanpa nomor: nomor diberikan dan langsung dilayani. · Somebody at the counter without a number.',
      [serviceField(), reasonField(['Permintaan penyelia'])],
      (values) => send(command, values),
    );
  return send(command);
}

function askTransfer(number) {
  const stages = plan.services.flatMap((service) =>
    service.stages.map((stage) => [`${service.key}/${stage.key}`, `${service.name_id} · ${stage.name_id}`]),
  );
  const counters = plan.counters.map((counter) => [`#${counter.id}`, `Hanya ${counter.name}`]);
  ask(
    `Pindahkan ${number}`,
    'Ke sebuah tahap, atau ke satu loket saja. · To a stage, or to one counter only.',
    [
      { name: 'to', label: 'Tujuan · Where to', options: [...stages, ...counters] },
      reasonField(['Tahap berikutnya', 'Salah loket']),
    ],
    (values) => {
      const [service, stage] = values.to.split('/');
      const target = values.to.startsWith('#') ? { to_counter: Number(values.to.slice(1)) } : { service, stage };
      send('transfer', { number, reason: values.reason, ...target });
    },
  );
}

/** The actions for any number, wherever it is. */
function askMore(number) {
  choose(number, 'Nomor ini · This number', [
    ['Pindahkan…', 'Transfer', () => askTransfer(number)],
    [
      'Beri golongan…',
      'Grant a class',
      () =>
        ask(
          `Golongan untuk ${number}`,
          'Tempatnya di antrean tetap; golongannya berubah. · Keeps its place, changes its class.',
          [classField(plan), reasonField(['Lansia', 'Difabel', 'Hamil', 'Membawa balita'])],
          (values) => send('grant_class', { number, ...values }),
        ),
    ],
    [
      'Batalkan nomor…',
      'Cancel the number',
      () =>
        ask(
          `Batalkan ${number}`,
          'Nomor ini tidak dipanggil lagi. · It will not be called any more.',
          [reasonField(['Pulang', 'Salah ambil nomor'])],
          (values) => send('cancel_ticket', { number, ...values }),
        ),
    ],
  ]);
}

/** The day, for a supervisor. It opens by itself in the morning and is closed when the next day opens. */
function askDay() {
  const today = new Date(officeTime.now() + officeTime.offsetMinutes * 60000).toISOString().slice(0, 10);
  choose(
    `Hari layanan ${snapshot.day}`,
    'Dibuka dan ditutup sendiri; ini untuk penyelia. · It opens and closes by itself; this is for a supervisor.',
    [
      [
        'Tutup hari ini…',
        'Close the day',
        () =>
          ask(
            'Tutup hari layanan',
            'Semua nomor yang belum selesai ditutup, semua loket tutup. · ' +
              'Every number that is not done is accounted for, all counters close.',
            supervisorFields(),
            (values) => send('close_day', { counter: 0, ...values }),
          ),
      ],
      [
        'Buka hari…',
        'Open a day',
        () =>
          ask(
            'Buka hari layanan',
            'Hari yang terbuka ditutup dahulu. Hari yang sudah ditutup terbuka lagi dengan antreannya. · ' +
              'The open day is closed first. A day that was closed is open again with its people.',
            [
              { name: 'day', label: 'Tanggal · Date', type: 'date', value: today },
              ...supervisorFields(),
              reasonField(['Jam komputer salah']),
            ],
            (values) => send('open_day', { counter: 0, ...values }),
          ),
      ],
    ],
  );
}

/** Stages with people in them that the settings no longer have: [service, stage, numbers]. */
function strandedStages() {
  const known = (ticket) =>
    plan.services.some(
      (service) => service.key === ticket.service && service.stages.some((stage) => stage.key === ticket.stage),
    );
  const found = new Map();
  for (const ticket of snapshot.tickets) {
    if (known(ticket)) continue;
    const key = `${ticket.service}/${ticket.stage}`;
    if (!found.has(key)) found.set(key, { service: ticket.service, stage: ticket.stage, numbers: [] });
    found.get(key).numbers.push(ticket.number);
  }
  return [...found.values()];
}

function askPutInLine(lost) {
  const stages = plan.services.flatMap((service) =>
    service.stages.map((stage) => [`${service.key}/${stage.key}`, `${service.name_id} · ${stage.name_id}`]),
  );
  stages.sort((a, b) => Number(b[0].startsWith(lost.service + '/')) - Number(a[0].startsWith(lost.service + '/')));
  ask(
    `Tempatkan ${lost.numbers.join(', ')}`,
    `Dari ${lost.service}/${lost.stage}; masing-masing di tempatnya semula. · Each at its old place in line.`,
    [{ name: 'to', label: 'Tahap · Stage', options: stages }, ...supervisorFields(),
      reasonField(['Pengaturan berubah'])],
    (values) => {
      const [to_service, to_stage] = values.to.split('/');
      send('put_in_line', {
        counter: 0,
        service: lost.service,
        stage: lost.stage,
        to_service,
        to_stage,
        supervisor: values.supervisor,
        supervisor_user: values.supervisor_user,
        supervisor_pin: values.supervisor_pin,
        reason: values.reason,
      });
    },
  );
}

/**
 * Alarms. Beside the alarm about people who do not fit the settings is the button that puts them in line.
 */
function drawAlarms() {
  $('alarms').replaceChildren(...snapshot.alarms.map((alarm) => {
    const line = make('p', '', make('b', '', alarm.subject), ' ', alarm.text_id, ' ', make('i', '', alarm.text_en));
    if (alarm.subject === 'settings') {
      for (const lost of strandedStages()) {
        const button = make('button', 'quiet', `Tempatkan di antrean: ${lost.service}/${lost.stage}…`);
        button.setAttribute('aria-label', `Tempatkan ${lost.service}/${lost.stage} di antrean`);
        button.onclick = () => askPutInLine(lost);
        line.append(' ', button);
      }
    }
    const answer = dateAnswer(alarm);
    if (answer) line.append(' ', answer);
    return line;
  }));
}

/** The alarm "date 2026-11-24" asks whether that is today; the button means yes. */
function dateAnswer(alarm) {
  const asked = /^date (\d{4}-\d{2}-\d{2})$/.exec(alarm.subject);
  if (!asked) return null;
  const day = asked[1];
  const button = make('button', '', `Ya, hari ini ${day}… `, make('i', '', `Yes, today is ${day}`));
  button.type = 'button';
  button.addEventListener('click', () =>
    ask(
      `Buka hari ${day}`,
      'Hari yang terbuka ditutup dahulu: nomor yang belum selesai ditutup. · ' +
        'The open day is closed first, with every number that is not done.',
      [...supervisorFields(), reasonField(['Tanggal komputer benar'])],
      (values) => send('open_day', { counter: 0, day, ...values }),
    ),
  );
  return button;
}

const serviceField = () => ({
  name: 'service',
  label: 'Layanan · Service',
  options: plan.services.map((service) => [service.key, service.name_id]),
});

// Drawing

function draw() {
  if (!plan || !snapshot) return;
  drawCounter();
  drawLists();
  drawAll();
  drawAlarms();
}

function drawCounter() {
  const counter = myCounter();
  const where = situation(counter), sense = sensible(counter);
  $('counter-title').textContent = counter ? counter.name : 'Loket';
  $('now').dataset.phase = where;
  [$('phase-id').textContent, $('phase-en').textContent] = PHASES[where];
  const number = (counter && counter.number) || '–';
  if ($('number').textContent !== number) $('number').textContent = number;
  $('state').textContent = counter ? STATES[counter.state] : '–';
  $('state').dataset.state = counter ? counter.state : 'closed';
  $('next-label').textContent = counter && counter.number ? 'Selesai & panggil berikutnya' : 'Panggil berikutnya';
  $('next-label-en').textContent = counter && counter.number ? 'Done & call next' : 'Call next';
  for (const button of document.querySelectorAll('[data-command]')) {
    button.disabled = busy || !sense.includes(button.dataset.command);
    button.classList.toggle(
      'offered',
      button.dataset.command === 'no_show' && Boolean(counter && counter.offer_no_show),
    );
  }
  const here = officerHere();
  if (here) $('officer').value = here;
  $('officer').disabled = busy || here !== '';
  $('login').replaceChildren(here ? 'Keluar' : 'Masuk', ' ', make('i', '', here ? 'Log out' : 'Log in'));
  $('login').disabled = busy || (!here && !meOrChosen());
  drawAbout();
}

function drawAbout() {
  const counter = myCounter();
  if (!counter) return;
  const ticket = counter.number && snapshot.tickets.find((one) => one.number === counter.number);
  const waiting = `${counter.waiting} menunggu di loket ini`;
  if (!counter.number) { $('about').textContent = waiting; return; }
  const seconds = Math.max(0, Math.floor((officeTime.now() - counter.called_at) / 1000));
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  $('about').textContent =
    `${ticket ? serviceName(ticket.service) : ''} · dipanggil ${officeTime.clock(counter.called_at)} · ` +
    `${time} · ${waiting}`;
}

function drawLists() {
  const lists = { waiting: [], missed: [], parked: [] };
  for (const ticket of snapshot.tickets) if (lists[ticket.phase]) lists[ticket.phase].push(ticket);
  for (const [name, list] of Object.entries(lists)) $('count-' + name).textContent = list.length;
  const list = lists[shownList];
  $('empty').hidden = list.length > 0;
  drawRows(list);
}

/**
 * Rows that stand as before stay where they are. If the row with the focus changes, its button gets the focus
 * again; if the row is gone, the list gets it and not the page.
 */
function drawRows(list) {
  const rows = $('rows');
  const focused = rows.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
  const before = new Map([...rows.children].map((one) => [one.dataset.stands, one]));
  const wanted = list.map((ticket) => {
    const stands = JSON.stringify(ticket);
    const known = before.get(stands);
    if (known) return known;
    const fresh = row(ticket);
    fresh.dataset.stands = stands;
    return fresh;
  });
  const same = wanted.length === rows.children.length && wanted.every((one, i) => one === rows.children[i]);
  if (!same) rows.replaceChildren(...wanted);
  if (focused === null || rows.contains(document.activeElement)) return;
  const again = [...rows.querySelectorAll('button')].find((one) => one.getAttribute('aria-label') === focused);
  (again || $('list')).focus();
}

function row(ticket) {
  const wait = ticket.wait ? `${ticket.wait.low}–${ticket.wait.high} mnt` : '';
  const until = ticket.until ? `s.d. ${officeTime.clock(ticket.until)}` : '';
  const actions = make('td', 'do');
  const add = (shown, label, act) => {
    const button = make('button', 'quiet', shown);
    button.setAttribute('aria-label', `${label} ${ticket.number}`);
    button.onclick = act;
    actions.append(button);
  };
  const here = { number: ticket.number };
  if (ticket.phase === 'missed') add('Kembali', 'Kembalikan', () => send('return_ticket', here));
  if (ticket.phase === 'parked') add('Lanjutkan', 'Lanjutkan', () => send('resume', here));
  if (ticket.phase !== 'parked')
    add('Panggil…', 'Panggil di luar urutan', () =>
      ask(
        `Panggil ${ticket.number} sekarang`,
        'Di luar urutan: petugas dan alasan dicatat. · Out of order: officer and reason are recorded.',
        [reasonField(['Prioritas', 'Permintaan penyelia'])],
        (values) => send('call_out_of_order', { ...here, ...values }),
      ),
    );
  add('Mengapa?', 'Mengapa', () => tellWhy(ticket.number));
  add('⋯', 'Lainnya untuk', () => askMore(ticket.number));
  return make(
    'tr',
    '',
    make('th', '', ticket.number, ticket.was ? make('small', '', ` (${ticket.was})`) : null),
    make('td', '', serviceName(ticket.service), make('small', '', stageName(ticket))),
    make('td', 'num', ticket.phase === 'waiting' ? String(ticket.ahead) : ''),
    make('td', 'num', until || wait),
    actions,
  );
}

function drawAll() {
  $('counters').replaceChildren(
    ...snapshot.counters.map((counter) => {
      const item = make(
        'li',
        counter.id === counterId() ? 'mine' : '',
        make('span', 'name', counter.name, officers[counter.id] ? ` · ${officerName(officers[counter.id])}` : ''),
        make('span', 'no', counter.number || '–'),
        make('span', 'st', counter.number ? PHASES[counter.phase][0] : STATES[counter.state]),
      );
      item.dataset.state = counter.number ? counter.phase : counter.state;
      return item;
    }),
  );
  const phases = {
    before_opening: 'belum buka',
    open: 'buka',
    on_break: 'istirahat',
    last_numbers: 'nomor terakhir sudah lewat',
    closed: 'tutup',
  };
  $('day').textContent = `${snapshot.day} · ${phases[snapshot.phase]}`;
}

/** A person who goes on to the next stage with a new number does not know the number yet. */
function tellNewNumber(before, after) {
  const mine = before && before.counters.find((counter) => counter.id === counterId());
  if (!mine || !mine.number) return;
  const gone = after.tickets.find((ticket) => ticket.was === mine.number && ticket.number !== mine.number);
  if (gone && !before.tickets.some((ticket) => ticket.number === gone.number)) {
    say(
      {
        id: `${mine.number} sekarang ${gone.number} — sampaikan nomor barunya.`,
        en: `${mine.number} is now ${gone.number}: tell the person.`,
      },
      true,
    );
  }
}

// Start

function fillPlace() {
  const chosen = [$('counter').value, $('officer').value];
  $('counter').replaceChildren(...plan.counters.map((counter) => option(counter.id, counter.name)));
  $('officer').replaceChildren(option('', '–'), ...plan.officers.map((officer) => option(officer.key, officer.name)));
  $('login').hidden = plan.officers.length === 0;
  $('officer-label').hidden = plan.officers.length === 0 || me !== null;
  const wanted = new URLSearchParams(location.search).get('counter') || remembered('antrean.counter');
  if (plan.counters.some((counter) => String(counter.id) === wanted)) $('counter').value = wanted;
  if (plan.officers.some((officer) => officer.key === remembered('antrean.officer')))
    $('officer').value = remembered('antrean.officer');
  // Left from a page that was filled before.
  if (plan.counters.some((counter) => String(counter.id) === chosen[0])) $('counter').value = chosen[0];
  if (plan.officers.some((officer) => officer.key === chosen[1])) $('officer').value = chosen[1];
}

async function learnPlan() {
  const response = await fetch('/console/plan');
  if (!response.ok) return;
  plan = await response.json();
  officeTime.learn(response, plan);
  $('zone').textContent = plan.zone;
  fillPlace();
}

async function start() {
  await learnMe();
  await learnPlan();
  await learnOfficers();
  $('counter').onchange = () => { remember('antrean.counter', $('counter').value); say(null); draw(); };
  $('officer').onchange = () => { remember('antrean.officer', $('officer').value); draw(); };
  $('login').onclick = () => (officerHere() ? send('logout') : send('login', { officer: meOrChosen() }));
  $('day-button').onclick = askDay;
  $('place').onsubmit = (event) => event.preventDefault();
  document.querySelectorAll('[data-command]').forEach((button) => {
    button.onclick = () => press(button.dataset.command);
  });
  document.addEventListener('keydown', (event) => {
    if (!KEYS[event.key] || event.repeat || event.ctrlKey || event.altKey || event.metaKey || askDialog.dialog.open)
      return;
    event.preventDefault();
    press(KEYS[event.key]);
  });
  const tabs = [...document.querySelectorAll('[role=tab]')];
  const show = (tab) => {
    shownList = tab.dataset.list;
    for (const one of tabs) { one.setAttribute('aria-selected', one === tab); one.tabIndex = one === tab ? 0 : -1; }
    $('list').setAttribute('aria-labelledby', tab.id);
    draw();
  };
  tabs.forEach((tab, i) => {
    tab.onclick = () => show(tab);
    tab.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(i + step + tabs.length) % tabs.length];
      next.focus();
      show(next);
    };
  });
  const tick = () => { $('clock').textContent = officeTime.clock(officeTime.now(), true); if (snapshot) drawAbout(); };
  tick();
  setInterval(tick, 1000);
  feed.follow((newer) => {
    const before = snapshot;
    snapshot = newer;
    // On a new day nobody is logged in, and perhaps not after the service was away either.
    if (!before || before.day !== newer.day || newer.version < before.version) learnOfficers().then(draw);
    if (before && (newer.version < before.version || settingsOf(before) !== settingsOf(newer)))
      learnPlan().then(draw, () => {});
    tellNewNumber(before, newer);
    if (uncertain && !busy) { tellUncertain(); learnOfficers().then(draw); }
    draw();
  });
}

start().catch(() => setTimeout(() => location.reload(), 2000));
