// The entrance: it shows the latest answer large (answers to the scanner and to the staff come over the
// feed). It also has a desk for people whose code cannot be scanned, who have no code, or who missed their
// call.
'use strict';

const $ = (id) => document.getElementById(id);
const IDLE_AFTER_MS = 25000;
const READABLE_MS = 20000;  // an answer can be read for this long (values/snapshot.hpp: entrance_readable)
const ASKS_AGAIN_MS = 120000;  // after this time the same request is another person's
let plan = null;
let snapshot = null;
let answers = [];    // of the last seconds, newest first: as in the feed, with `since` by this machine's clock
const known = new Set();  // seq of the answers that were shown here
let office = null;   // the latest version of the feed; a smaller one means that the office was restarted
let said = null;     // another message for the person here: {since, small, kind, head, id, en}
let noticed = '';    // the feed's notice that was shown
let given = [];      // the numbers that are shown large
let looked = '';     // the number that the staff looked up
let drawn = '';      // its state when it was drawn
let redraw = 0;

const KINDS = { admitted: 'yes', walk_in: 'yes', already_used: 'used' };
const kindOf = (answer) => KINDS[answer.outcome] || 'no';
/** True if a person who reads `answer` does not need `earlier` any more. */
const saysAgain = (answer, earlier) => (earlier.numbers.length > 0
  ? earlier.numbers.every((number) => answer.numbers.includes(number)) : earlier.message_id === answer.message_id);

/**
 * Adds answers of the feed, or of a check made here. The time of answers from before this page was opened
 * counts from when they were given.
 */
function take(fresh) {
  const now = performance.now();
  const first = known.size === 0;
  for (const answer of fresh) {
    if (known.has(answer.seq)) continue;
    known.add(answer.seq);
    const age = first ? Math.max(0, officeTime.now() - answer.at) : 0;
    if (answer.outcome) answers.push({ ...answer, since: now - age });
  }
  answers.sort((one, other) => other.seq - one.seq);
}

/** Shows a message that is no answer of the queue. */
function say(kind, head, id, en, small = false) {
  said = { since: performance.now(), kind, head, id, en, small };
  draw();
}

function notice(one) {
  const key = one ? `${one.seq} ${one.at}` : '';
  if (key === noticed) return;
  const first = snapshot === null;
  noticed = key;
  if (!one || (first && officeTime.now() - one.at > READABLE_MS)) return;
  const stray = one.outcome === 'not_a_code';
  say('no', stray ? 'Bukan kode antrean' : 'Mohon tunggu', one.message_id, one.message_en, stray);
}

/**
 * The newest answer is large. A number that was just given stays large before a message about a scan that is
 * no code. The others are small below it.
 */
function draw() {
  const now = performance.now();
  answers = answers.filter((answer, i) => now - answer.since < (i === 0 ? IDLE_AFTER_MS : READABLE_MS) &&
    !answers.slice(0, i).some((newer) => saysAgain(newer, answer)));
  if (said && now - said.since >= IDLE_AFTER_MS) said = null;
  const [latest] = answers;
  if (said && latest && latest.since > said.since) said = null;
  const keepNumber = said && said.small && latest && latest.numbers.length > 0 && now - latest.since < READABLE_MS;
  const beside = said && !keepNumber;
  if (beside) {
    show(said.kind, said.head, said.id, said.en, '');
  } else if (latest) {
    const head = latest.numbers.join(' ') || 'Belum bisa masuk';
    show(kindOf(latest), head, latest.message_id, latest.message_en, officeTime.clock(latest.at, true));
  } else {
    show('idle', 'Silakan pindai kode Anda', '', 'Please scan your code', '');
  }
  given = beside || !latest || kindOf(latest) === 'no' ? [] : latest.numbers;
  $('said-notice').hidden = !keepNumber;
  $('said-notice').replaceChildren(...(keepNumber ? [said.id, ' ', make('i', '', said.en)] : []));
  const before = beside ? answers.filter((answer) => now - answer.since < READABLE_MS) : answers.slice(1);
  $('said-before').hidden = before.length === 0;
  $('said-before-list').replaceChildren(...before.map((answer) => {
    const number = answer.numbers.length > 0 ? make('b', '', answer.numbers.join(' ')) : null;
    const line = make('li', '', number, make('span', '', answer.message_id));
    line.dataset.kind = kindOf(answer);
    return line;
  }));
  drawWait();
  const ends = answers.flatMap((answer) => [answer.since + READABLE_MS, answer.since + IDLE_AFTER_MS])
    .concat(said ? [said.since + IDLE_AFTER_MS] : []).filter((end) => end > now);
  clearTimeout(redraw);
  if (ends.length > 0) redraw = setTimeout(draw, Math.min(...ends) - now + 1);
}

function show(kind, number, id, en, when) {
  $('said').dataset.kind = kind;
  // Screen readers must not read again what is already there.
  for (const [place, text] of [['said-number', number], ['said-id', id], ['said-en', en], ['said-when', when]]) {
    if ($(place).textContent !== text) $(place).textContent = text;
  }
}

/** How long the numbers on the screen will wait, as soon as it is known. */
function drawWait() {
  const ticket = given.length > 0 && snapshot && snapshot.tickets.find((one) => one.number === given[0]);
  if (!ticket || ticket.phase !== 'waiting') { $('said-wait').replaceChildren(); return; }
  const words = waitWords(ticket);
  $('said-wait').replaceChildren(make('b', '', words.id), ' ', make('i', '', words.en));
}

function waitWords(ticket) {
  const { wait } = ticket;
  if (!wait)
    return {
      id: `${ticket.ahead} nomor di depan; perkiraan tunggu belum dapat dihitung`,
      en: `${ticket.ahead} ahead; the wait cannot be said yet`,
    };
  if (wait.high === 0) return { id: 'Perkiraan: sebentar lagi', en: 'Expected any moment now' };
  return {
    id: `Perkiraan tunggu ${wait.low}–${wait.high} menit`,
    en: `Expected wait ${wait.low}–${wait.high} minutes`,
  };
}

async function check(body) {
  const { status, answer } = await post('/entrance/check', body);
  overIfSignedOut(answer);
  overIfSignedOut(answer);
  if (status !== 200) { say('no', 'Tidak dilakukan', answer.id || answer.detail || '', answer.en || ''); return; }
  if (answer.seq > 0) {
    const { seq, outcome, numbers } = answer;
    take([{ seq, outcome, numbers, message_id: answer.id, message_en: answer.en, at: officeTime.now() }]);
    draw();
  } else if (!body.scanned) {
    say('no', 'Bukan kode antrean', answer.id, answer.en);
  }
  offerForce(answer.force_helps ? body : null, answer);
}

/**
 * A button at the desk, not a dialog over the answer: the visitor is still reading it. It goes with the next
 * check.
 */
function offerForce(body, answer) {
  const place = $('force');
  place.hidden = body === null;
  if (body === null) return place.replaceChildren();
  const button = make('button', 'quiet', 'Izinkan masuk… ', make('i', '', 'Admit against the rules'));
  button.type = 'button';
  button.onclick = () =>
    ask(
      'Izinkan masuk?',
      `${answer.id} · ${answer.en}`,
      [...supervisorFields(), reasonField(['Kesalahan kantor', 'Sakit', 'Datang dari jauh'])],
      ({ supervisor_user, supervisor_pin, ...force }) =>
        check({ ...body, scanned: false, supervisor_user, supervisor_pin, force }),
      () => $('code').focus(),
    );
  place.replaceChildren(make('span', '', answer.id), ' ', button);
}

/** What the staff entered about the person besides the code; it is asked again for the next person. */
function besides() {
  const body = {};
  if ($('code-class').value) body.class_key = $('code-class').value;
  if ($('code-people').value) body.people = Number($('code-people').value);
  $('code-class').value = $('code-people').value = '';
  return body;
}

async function find() {
  const hour = $('hour').value.replace('.', ':').padStart($('hour').value ? 5 : 0, '0');
  const { ok, answer } = await post('/entrance/find', { name: $('name').value, hour });
  if (!ok)
    return $('found').replaceChildren(make('li', 'empty', `${answer.id || answer.detail || ''} ${answer.en || ''}`));
  const found = answer.found;
  $('found').replaceChildren(
    ...found.map((one) => {
      const button = make('button', 'primary', 'Masuk');
      button.type = 'button';
      button.setAttribute('aria-label', 'Masuk: ' + one.name);
      button.onclick = () => {
        $('found').replaceChildren();
        check({ booking: one.booking, ...besides() });
      };
      const about =
        `${one.start.replace(':', '.')}–${one.end.replace(':', '.')} · ${one.code} · NIK …${one.nik_last4}` +
        (one.party > 1 ? ` · ${one.party} orang` : '') +
        (one.status === 'cancelled' ? ' · dibatalkan' : '');
      return make('li', '', make('div', '', make('b', '', one.name), make('small', '', about)), button);
    }),
  );
  if (found.length === 0) $('found').append(make('li', 'empty', 'Tidak ditemukan. Not found.'));
}

/** True if there was an answer, also if it was no. */
async function command(body, done = () => {}) {
  const { ok, status, answer } = await post('/console/command', { desk: 'entrance', ...body });
  if (ok) {
    done();
    return true;
  }
  overIfSignedOut(answer);
  say('no', 'Tidak dilakukan', answer.id || answer.detail || '', answer.en || '');
  if (['returns_used_up', 'supervisor_needed'].includes(answer.reason) && !body.supervisor && !body.supervisor_pin) {
    ask('Penyelia', `${answer.id} · ${answer.en}`, supervisorFields(), (values) => command({ ...body, ...values }));
  }
  return status !== 0;
}

let unanswered = null;  // the last walk-in without an answer; asked again with its key, it gets no second number

async function walkIn() {
  const body = {
    command: 'walk_in',
    service: $('walk-service').value,
    class_key: $('walk-class').value,
    reason: $('walk-reason').value,
  };
  const wish = JSON.stringify(body);
  const again = unanswered && unanswered.wish === wish && performance.now() - unanswered.since < ASKS_AGAIN_MS;
  const one = again
    ? unanswered
    : { wish, key: Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-') };
  unanswered = { ...one, since: performance.now() };
  // The class is this person's: the next one is general again.
  const nextPerson = () => { $('walk-class').value = ''; };
  if (!await command({ ...body, key: one.key }, nextPerson) || unanswered.key !== one.key) return;
  unanswered = null;
  if (again) { said = null; draw(); }  // removes the message that there was no answer
}

function walkReasons() {
  const service = plan.services.find((one) => one.key === $('walk-service').value);
  const reasons = service ? service.walk_in_reasons : [];
  $('walk-reason').replaceChildren(...reasons.map((reason) => option(reason, reason)));
  $('walk-reason-label').hidden = reasons.length === 0;
}

// A number: its state, and what the staff may do with it

async function lookUp(number) {
  looked = number.toUpperCase();
  drawn = '';
  await drawNumber();
}

async function drawNumber() {
  const place = $('number-says');
  place.hidden = looked === '';
  if (looked === '') return;
  const number = looked;
  const ticket = snapshot && snapshot.tickets.find((one) => one.number === number || one.was === number);
  const stands = number + JSON.stringify(ticket);
  if (stands === drawn) return;  // so that a button does not move while somebody presses it
  drawn = stands;
  const response = await fetch('/console/why/' + encodeURIComponent(ticket ? ticket.number : number));
  if (looked !== number) return; // another number was asked for meanwhile
  if (!response.ok) {
    place.replaceChildren(
      make('p', '', `Nomor ${number} tidak ada hari ini. `, make('i', '', 'There is no such number today.')),
    );
    return;
  }
  const why = await response.json();
  const inside = [make('p', '', why.id, ' ', make('i', '', why.en))];
  if (ticket && ticket.phase === 'waiting') {
    const words = waitWords(ticket);
    inside.push(make('p', '', make('b', '', words.id), ' ', make('i', '', words.en)));
  }
  if (ticket && !['called', 'serving'].includes(ticket.phase)) inside.push(numberButtons(ticket));
  place.replaceChildren(...inside);
}

function numberButtons(ticket) {
  const { number } = ticket;
  const button = (id, en, kind, act) => {
    const one = make('button', kind, id, ' ', make('i', '', en));
    one.type = 'button';
    one.onclick = act;
    return one;
  };
  const row = make('div', 'row');
  if (ticket.phase === 'missed')
    row.append(
      button('Antre lagi', 'Back in the queue', 'primary', () => command({ command: 'return_ticket', number })),
    );
  else
    row.append(
      button('Golongan…', 'Class', 'quiet', () =>
        ask(
          `Golongan untuk ${number}`,
          'Tempatnya di antrean tetap; golongannya berubah. · Keeps its place, changes its class.',
          [classField(plan), reasonField(['Lansia', 'Difabel', 'Hamil', 'Membawa balita'])],
          (values) => command({ command: 'grant_class', number, ...values }),
        ),
      ),
    );
  row.append(
    button('Batalkan…', 'Cancel', 'quiet', () =>
      ask(
        `Batalkan ${number}`,
        'Nomor ini tidak dipanggil lagi. · It will not be called any more.',
        [reasonField(['Pulang', 'Salah ambil nomor'])],
        (values) => command({ command: 'cancel_ticket', number, ...values }),
      ),
    ),
  );
  return row;
}

function drawMissed() {
  const missed = snapshot.tickets.filter((one) => one.phase === 'missed');
  $('missed').hidden = missed.length === 0;
  $('missed').replaceChildren(
    'Terlewat: ',
    ...missed.map((one) => {
      const chip = make('button', 'quiet', one.number);
      chip.type = 'button';
      chip.onclick = () => lookUp(one.number);
      return chip;
    }),
  );
}

function drawServices(services) {
  $('services').replaceChildren(
    ...services.map((service) =>
      make(
        'li',
        '',
        make('span', 'letter', service.letter),
        make('span', 'grow', service.name),
        make('span', 'num', `${service.waiting} menunggu`),
        make('span', 'num soft', service.wait ? `${service.wait.low}–${service.wait.high} mnt` : '–'),
      ),
    ),
  );
}

/** The choices of the page under the present settings. */
async function learnPlan() {
  const response = await fetch('/console/plan');
  if (!response.ok) return;
  plan = await response.json();
  officeTime.learn(response, plan);
  $('zone').textContent = plan.zone;
  const walkable = plan.services.filter((service) => service.walk_in);
  const granted = plan.classes.filter((one) => one.granted).map((one) => option(one.key, one.name_id));
  $('walk-form').hidden = walkable.length === 0;
  $('walk-service').replaceChildren(...walkable.map((service) => option(service.key, service.name_id)));
  $('walk-class').replaceChildren(option('', 'Umum'), ...granted.map((one) => one.cloneNode(true)));
  $('code-class').replaceChildren(option('', 'Sesuai pesanan'), ...granted);
  $('code-people').replaceChildren(option('', 'Semua'), ...[1, 2, 3, 4, 5].map((count) => option(count, count)));
  walkReasons();
}

async function start() {
  await learnMe();
  await learnPlan();
  $('walk-service').onchange = walkReasons;
  $('code-form').onsubmit = (event) => {
    event.preventDefault();
    const code = $('code').value.trim();
    $('code').value = '';
    if (code) check({ code, ...besides() });
  };
  $('find-form').onsubmit = (event) => {
    event.preventDefault();
    find();
  };
  $('walk-form').onsubmit = (event) => {
    event.preventDefault();
    walkIn();
  };
  $('number-form').onsubmit = (event) => {
    event.preventDefault();
    lookUp($('number').value);
    $('number').value = '';
  };
  const tick = () => {
    $('clock').textContent = officeTime.clock(officeTime.now(), true);
  };
  tick();
  setInterval(tick, 1000);
  wedge.listen((text) => check({ code: text.slice(0, 480), scanned: true, ...besides() }));
  feed.follow((newer) => {
    if (office !== null && newer.version < office) { known.clear(); answers = []; }
    office = newer.version;
    take([newer.entrance, ...newer.entrance.before]);
    notice(newer.entrance.notice);
    if (snapshot && settingsOf(snapshot) !== settingsOf(newer)) learnPlan();
    snapshot = newer;
    drawServices(newer.services);
    drawMissed();
    drawNumber();
    draw();
  });
}

start().catch(() => setTimeout(() => location.reload(), 2000));
