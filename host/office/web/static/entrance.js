// The entrance: the latest answer large (the scanner's and the staff's alike come over the feed), and a desk for people
// whose code does not scan, who come without one, or who missed their call.
'use strict';

const $ = (id) => document.getElementById(id);
const IDLE_AFTER_MS = 25000;
let plan = null;
let snapshot = null;
let seen = null;     // entrance.seq of the answer on screen
let given = [];      // the numbers on screen, if they were given just now
let looked = '';     // the number that staff looked up
let drawn = '';      // how it stood when it was drawn
let idle = 0;

function show(kind, number, id, en, when) {
  $('said').dataset.kind = kind;
  $('said-number').textContent = number;
  $('said-id').textContent = id;
  $('said-en').textContent = en;
  $('said-when').textContent = when || '';
  $('said-wait').replaceChildren();
  clearTimeout(idle);
  if (kind !== 'idle') idle = setTimeout(() => { given = []; show('idle', 'Silakan pindai kode Anda', '', 'Please scan your code'); }, IDLE_AFTER_MS);
}

function answered(entrance) {
  const kind = ['admitted', 'walk_in'].includes(entrance.outcome) ? 'yes' : entrance.outcome === 'already_used' ? 'used' : 'no';
  const head = entrance.numbers.length > 0 ? entrance.numbers.join(' ') : { no: 'Belum bisa masuk' }[kind] || '';
  given = kind === 'no' ? [] : entrance.numbers;
  show(kind, head, entrance.message_id, entrance.message_en, officeTime.clock(entrance.at, true));
  drawWait();
}

/** How long the numbers on screen will wait, as soon as it can be said. */
function drawWait() {
  const ticket = given.length > 0 && snapshot && snapshot.tickets.find((one) => one.number === given[0]);
  if (!ticket || ticket.phase !== 'waiting') { $('said-wait').replaceChildren(); return; }
  const words = waitWords(ticket);
  $('said-wait').replaceChildren(make('b', '', words.id), ' ', make('i', '', words.en));
}

function waitWords(ticket) {
  const { wait } = ticket;
  if (!wait) return { id: `${ticket.ahead} nomor di depan; perkiraan tunggu belum dapat dihitung`, en: `${ticket.ahead} ahead; the wait cannot be said yet` };
  if (wait.high === 0) return { id: 'Perkiraan: sebentar lagi', en: 'Expected any moment now' };
  return { id: `Perkiraan tunggu ${wait.low}–${wait.high} menit`, en: `Expected wait ${wait.low}–${wait.high} minutes` };
}

async function check(body) {
  const { status, answer } = await post('/entrance/check', body);
  if (status !== 200) { show('no', 'Tidak dilakukan', answer.id || answer.detail || '', answer.en || ''); return; }
  const now = officeTime.now();
  answered({ outcome: answer.outcome, numbers: answer.numbers, message_id: answer.id, message_en: answer.en, at: now });
  if (answer.force_helps) offerForce(body, answer);
}

function offerForce(body, answer) {
  ask('Izinkan masuk?', `${answer.id} · ${answer.en}`, [supervisorField(), reasonField(['Kesalahan kantor', 'Sakit', 'Datang dari jauh'])],
    (force) => check({ ...body, force }), () => $('code').focus());
}

/** What staff said about the person besides the code; asked anew for the next one. */
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
  if (!ok) return $('found').replaceChildren(make('li', 'empty', `${answer.id || answer.detail || ''} ${answer.en || ''}`));
  const found = answer.found;
  $('found').replaceChildren(...found.map((one) => {
    const button = make('button', 'primary', 'Masuk');
    button.type = 'button';
    button.setAttribute('aria-label', 'Masuk: ' + one.name);
    button.onclick = () => { $('found').replaceChildren(); check({ booking: one.booking, ...besides() }); };
    const about = `${one.start.replace(':', '.')}–${one.end.replace(':', '.')} · ${one.code} · NIK …${one.nik_last4}${one.party > 1 ? ` · ${one.party} orang` : ''}${one.status === 'cancelled' ? ' · dibatalkan' : ''}`;
    return make('li', '', make('div', '', make('b', '', one.name), make('small', '', about)), button);
  }));
  if (found.length === 0) $('found').append(make('li', 'empty', 'Tidak ditemukan. Not found.'));
}

async function command(body) {
  const { ok, answer } = await post('/console/command', { desk: 'entrance', ...body });
  if (ok) return;
  show('no', 'Tidak dilakukan', answer.id || answer.detail || '', answer.en || '');
  if (answer.reason === 'returns_used_up' && !body.supervisor) {
    ask('Penyelia', `${answer.id} · ${answer.en}`, [supervisorField()], (values) => command({ ...body, ...values }));
  }
}

function walkIn() {
  command({ command: 'walk_in', service: $('walk-service').value, class_key: $('walk-class').value, reason: $('walk-reason').value });
}

function walkReasons() {
  const service = plan.services.find((one) => one.key === $('walk-service').value);
  const reasons = service ? service.walk_in_reasons : [];
  $('walk-reason').replaceChildren(...reasons.map((reason) => option(reason, reason)));
  $('walk-reason-label').hidden = reasons.length === 0;
}

// A number: how it stands, and what staff may do with it

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
  if (stands === drawn) return;  // a button under somebody's finger stays where it is
  drawn = stands;
  const response = await fetch('/console/why/' + encodeURIComponent(ticket ? ticket.number : number));
  if (looked !== number) return;  // somebody asked for another one meanwhile
  if (!response.ok) { place.replaceChildren(make('p', '', `Nomor ${number} tidak ada hari ini. `, make('i', '', 'There is no such number today.'))); return; }
  const why = await response.json();
  const inside = [make('p', '', why.id, ' ', make('i', '', why.en))];
  if (ticket && ticket.phase === 'waiting') { const words = waitWords(ticket); inside.push(make('p', '', make('b', '', words.id), ' ', make('i', '', words.en))); }
  if (ticket && !['called', 'serving'].includes(ticket.phase)) inside.push(numberButtons(ticket));
  place.replaceChildren(...inside);
}

function numberButtons(ticket) {
  const { number } = ticket;
  const button = (id, en, kind, act) => { const one = make('button', kind, id, ' ', make('i', '', en)); one.type = 'button'; one.onclick = act; return one; };
  const row = make('div', 'row');
  if (ticket.phase === 'missed') row.append(button('Antre lagi', 'Back in the queue', 'primary', () => command({ command: 'return_ticket', number })));
  else row.append(button('Golongan…', 'Class', 'quiet', () => ask(`Golongan untuk ${number}`, 'Tempatnya di antrean tetap; golongannya berubah. · Keeps its place, changes its class.', [classField(plan), reasonField(['Lansia', 'Difabel', 'Hamil', 'Membawa balita'])], (values) => command({ command: 'grant_class', number, ...values }))));
  row.append(button('Batalkan…', 'Cancel', 'quiet', () => ask(`Batalkan ${number}`, 'Nomor ini tidak dipanggil lagi. · It will not be called any more.', [reasonField(['Pulang', 'Salah ambil nomor'])], (values) => command({ command: 'cancel_ticket', number, ...values }))));
  return row;
}

function drawMissed() {
  const missed = snapshot.tickets.filter((one) => one.phase === 'missed');
  $('missed').hidden = missed.length === 0;
  $('missed').replaceChildren('Terlewat: ', ...missed.map((one) => { const chip = make('button', 'quiet', one.number); chip.type = 'button'; chip.onclick = () => lookUp(one.number); return chip; }));
}

function drawServices(services) {
  $('services').replaceChildren(...services.map((service) => make('li', '', make('span', 'letter', service.letter), make('span', 'grow', service.name),
    make('span', 'num', `${service.waiting} menunggu`), make('span', 'num soft', service.wait ? `${service.wait.low}–${service.wait.high} mnt` : '–'))));
}

async function start() {
  const response = await fetch('/console/plan');
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
  $('walk-service').onchange = walkReasons;
  walkReasons();
  $('code-form').onsubmit = (event) => { event.preventDefault(); const code = $('code').value.trim(); $('code').value = ''; if (code) check({ code, ...besides() }); };
  $('find-form').onsubmit = (event) => { event.preventDefault(); find(); };
  $('walk-form').onsubmit = (event) => { event.preventDefault(); walkIn(); };
  $('number-form').onsubmit = (event) => { event.preventDefault(); lookUp($('number').value); $('number').value = ''; };
  const tick = () => { $('clock').textContent = officeTime.clock(officeTime.now(), true); };
  tick();
  setInterval(tick, 1000);
  feed.follow((newer) => {
    snapshot = newer;
    drawServices(newer.services);
    drawMissed();
    drawNumber();
    if (seen !== null ? newer.entrance.seq !== seen : officeTime.now() - newer.entrance.at < IDLE_AFTER_MS) answered(newer.entrance);
    else drawWait();
    seen = newer.entrance.seq;
  });
}

start().catch(() => setTimeout(() => location.reload(), 2000));
