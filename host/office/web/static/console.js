// The officer's console: one counter, drawn from the feed; every button is one command, and the feed shows what became of it.
'use strict';

const $ = (id) => document.getElementById(id);
const PHASES = {
  free: ['Kosong', 'Free'], called: ['Dipanggil', 'Called'], serving: ['Sedang dilayani', 'Being served'],
  closed: ['Loket tutup', 'Counter closed'], paused: ['Loket jeda', 'Counter paused'],
};
const STATES = { closed: 'Loket tutup', open: 'Loket buka', paused: 'Loket jeda' };
const KEYS = { F2: 'call_next', F4: 'recall', F8: 'start', F9: 'finish', F10: 'no_show' };
// What makes sense in which state of the counter; the service decides, this only greys out.
const SENSE = {
  closed: ['open_counter'],
  paused: ['open_counter', 'close_counter'],
  free: ['call_next', 'serve_direct', 'pause_counter', 'close_counter'],
  called: ['call_next', 'recall', 'start', 'finish', 'no_show', 'park', 'transfer', 'cancel_call', 'pause_counter', 'close_counter'],
  serving: ['call_next', 'finish', 'park', 'transfer', 'pause_counter', 'close_counter'],
};

let plan = null;
let snapshot = null;
let shownList = 'waiting';
let busy = false;

const remembered = (key) => { try { return localStorage.getItem(key) || ''; } catch { return ''; } };
const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window: asked again next time */ } };
const counterId = () => Number($('counter').value);
const myCounter = () => snapshot && snapshot.counters.find((counter) => counter.id === counterId());
const serviceName = (key) => (plan.services.find((service) => service.key === key) || { name_id: key }).name_id;

function situation(counter) {
  if (!counter) return 'closed';
  if (counter.number) return counter.phase;
  return counter.state === 'open' ? 'free' : counter.state;
}

// Commands

async function send(command, more = {}) {
  if (busy || !plan) return;
  busy = true;
  draw();
  const counter = myCounter();
  // `expect`: what this page shows at the counter, so that a late click never hits the next person.
  const body = { command, counter: counterId(), officer: $('officer').value, expect: (counter && counter.number) || '', ...more };
  const { ok, answer } = await post('/console/command', body);
  busy = false;
  say(ok ? null : answer);
  draw();
}

function say(words) {
  const place = $('answer');
  place.replaceChildren();
  place.classList.toggle('no', Boolean(words));
  if (words) place.append(make('b', '', words.id || words.detail || ''), ' ', make('i', '', words.en || ''));
}

function press(command) {
  const counter = myCounter();
  const where = situation(counter);
  if (busy || !SENSE[where].includes(command)) return;
  if (command === 'call_next') return send(counter.number ? 'finish_and_next' : 'call_next');
  if (command === 'pause_counter') return ask('Jeda loket', 'Pause the counter', [reasonField(['Istirahat', 'Gangguan alat', 'Rapat'])], (values) => send(command, values));
  if (command === 'cancel_call') return ask(`Batalkan panggilan ${counter.number}`, 'Back to its place in line', [reasonField(['Salah panggil'])], (values) => send(command, values));
  if (command === 'park') return ask(`Tunda ${counter.number}`, 'Park: comes back when resumed, or after the minutes given', [reasonField(['Melengkapi berkas', 'Ke bank']), { name: 'minutes', label: 'Menit (kosong: sampai dilanjutkan)', type: 'number', optional: true }], (values) => send(command, values));
  if (command === 'transfer') return askTransfer(counter.number);
  if (command === 'serve_direct') return ask('Layani langsung', 'Somebody at the counter without a number', [serviceField(), reasonField(['Permintaan penyelia'])], (values) => send(command, values));
  return send(command);
}

function askTransfer(number) {
  const stages = plan.services.flatMap((service) => service.stages.map((stage) => [`${service.key}/${stage.key}`, `${service.name_id} · ${stage.name_id}`]));
  const counters = plan.counters.map((counter) => [`#${counter.id}`, counter.name]);
  ask(`Pindahkan ${number}`, 'Transfer to a stage or to one counter', [
    { name: 'to', label: 'Tujuan', options: [...stages, ...counters] }, reasonField(['Tahap berikutnya', 'Salah loket'])], (values) => {
    const [service, stage] = values.to.split('/');
    const target = values.to.startsWith('#') ? { to_counter: Number(values.to.slice(1)) } : { service, stage };
    send('transfer', { number, reason: values.reason, ...target });
  });
}

const reasonField = (offers) => ({ name: 'reason', label: 'Alasan (wajib)', offers });
const serviceField = () => ({ name: 'service', label: 'Layanan', options: plan.services.map((service) => [service.key, service.name_id]) });

/** A dialog that gathers what a command needs. */
function ask(title, text, fields, then) {
  $('ask-title').textContent = title;
  $('ask-text').textContent = text;
  $('ask-fields').replaceChildren(...fields.map((field) => {
    const label = make('label', '', make('span', '', field.label));
    let input;
    if (field.options) {
      input = make('select', '', ...field.options.map(([value, shown]) => { const option = make('option', '', shown); option.value = value; return option; }));
    } else {
      input = make('input');
      input.type = field.type || 'text';
      input.maxLength = 200;
      if (field.type === 'number') { input.min = 1; input.max = 480; }
      if (field.offers) {
        const list = make('datalist', '', ...field.offers.map((offer) => { const option = make('option'); option.value = offer; return option; }));
        list.id = 'offers-' + field.name;
        label.append(list);
        input.setAttribute('list', list.id);
      }
    }
    input.name = field.name;
    input.required = !field.optional;
    label.append(input);
    return label;
  }));
  const dialog = $('ask');
  dialog.onclose = () => {
    if (dialog.returnValue !== 'go') return;
    const values = {};
    for (const [name, value] of new FormData($('ask-form'))) if (value !== '') values[name] = name === 'minutes' ? Number(value) : value;
    then(values);
  };
  dialog.returnValue = '';
  dialog.showModal();
}

// Drawing

function draw() {
  if (!plan || !snapshot) return;
  drawCounter();
  drawLists();
  drawAll();
  $('alarms').replaceChildren(...snapshot.alarms.map((alarm) => make('p', '', make('b', '', alarm.subject), ' ', alarm.text_id, ' ', make('i', '', alarm.text_en))));
}

function drawCounter() {
  const counter = myCounter();
  const where = situation(counter);
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
    button.disabled = busy || !SENSE[where].includes(button.dataset.command);
    button.classList.toggle('offered', button.dataset.command === 'no_show' && Boolean(counter && counter.offer_no_show));
  }
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
  $('about').textContent = `${ticket ? serviceName(ticket.service) : ''} · dipanggil ${officeTime.clock(counter.called_at)} · ${time} · ${waiting}`;
}

function drawLists() {
  const lists = { waiting: [], missed: [], parked: [] };
  for (const ticket of snapshot.tickets) if (lists[ticket.phase]) lists[ticket.phase].push(ticket);
  for (const [name, list] of Object.entries(lists)) $('count-' + name).textContent = list.length;
  const list = lists[shownList];
  $('empty').hidden = list.length > 0;
  $('rows').replaceChildren(...list.map(row));
}

function row(ticket) {
  const wait = ticket.wait ? `${ticket.wait.low}–${ticket.wait.high} mnt` : '';
  const until = ticket.until ? `s.d. ${officeTime.clock(ticket.until)}` : '';
  const actions = make('td', 'do');
  const add = (shown, label, act) => { const button = make('button', 'quiet', shown); button.setAttribute('aria-label', `${label} ${ticket.number}`); button.onclick = act; actions.append(button); };
  const here = { number: ticket.number };
  if (ticket.phase === 'missed') add('Kembali', 'Kembalikan', () => send('return_ticket', here));
  if (ticket.phase === 'parked') add('Lanjutkan', 'Lanjutkan', () => send('resume', here));
  if (ticket.phase !== 'parked') add('Panggil…', 'Panggil di luar urutan', () => ask(`Panggil ${ticket.number} sekarang`, 'Out of order: officer and reason are recorded', [reasonField(['Prioritas', 'Permintaan penyelia'])], (values) => send('call_out_of_order', { ...here, ...values })));
  add('Mengapa?', 'Mengapa', async () => {
    const response = await fetch('/console/why/' + encodeURIComponent(ticket.number));
    if (response.ok) { const words = await response.json(); ask(ticket.number, `${words.id} — ${words.en}`, [], () => {}); }
  });
  return make('tr', '', make('th', '', ticket.number), make('td', '', serviceName(ticket.service)),
    make('td', 'num', ticket.phase === 'waiting' ? String(ticket.ahead) : ''), make('td', 'num', until || wait), actions);
}

function drawAll() {
  $('counters').replaceChildren(...snapshot.counters.map((counter) => {
    const item = make('li', counter.id === counterId() ? 'mine' : '', make('span', 'name', counter.name), make('span', 'no', counter.number || '–'),
      make('span', 'st', counter.number ? PHASES[counter.phase][0] : STATES[counter.state]));
    item.dataset.state = counter.number ? counter.phase : counter.state;
    return item;
  }));
}

// Start

function fillPlace() {
  const option = (value, shown) => { const one = make('option', '', shown); one.value = value; return one; };
  $('counter').replaceChildren(...plan.counters.map((counter) => option(counter.id, counter.name)));
  $('officer').replaceChildren(option('', '–'), ...plan.officers.map((officer) => option(officer.key, officer.name)));
  $('officer-label').hidden = plan.officers.length === 0;
  const wanted = new URLSearchParams(location.search).get('counter') || remembered('antrean.counter');
  if (plan.counters.some((counter) => String(counter.id) === wanted)) $('counter').value = wanted;
  if (plan.officers.some((officer) => officer.key === remembered('antrean.officer'))) $('officer').value = remembered('antrean.officer');
}

async function start() {
  const response = await fetch('/console/plan');
  plan = await response.json();
  officeTime.learn(response, plan);
  $('zone').textContent = plan.zone;
  fillPlace();
  $('counter').onchange = () => { remember('antrean.counter', $('counter').value); say(null); draw(); };
  $('officer').onchange = async () => {
    const before = remembered('antrean.officer');
    remember('antrean.officer', $('officer').value);
    if ($('officer').value) await send('login', { officer: $('officer').value });
    else if (before) await send('logout', { officer: before });
  };
  $('place').onsubmit = (event) => event.preventDefault();
  document.querySelectorAll('[data-command]').forEach((button) => { button.onclick = () => press(button.dataset.command); });
  document.addEventListener('keydown', (event) => {
    if (!KEYS[event.key] || event.repeat || event.ctrlKey || event.altKey || event.metaKey || $('ask').open) return;
    event.preventDefault();
    press(KEYS[event.key]);
  });
  const tabs = [...document.querySelectorAll('[role=tab]')];
  const choose = (tab) => {
    shownList = tab.dataset.list;
    for (const one of tabs) { one.setAttribute('aria-selected', one === tab); one.tabIndex = one === tab ? 0 : -1; }
    $('list').setAttribute('aria-labelledby', tab.id);
    draw();
  };
  tabs.forEach((tab, i) => {
    tab.onclick = () => choose(tab);
    tab.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(i + step + tabs.length) % tabs.length];
      next.focus();
      choose(next);
    };
  });
  const tick = () => { $('clock').textContent = officeTime.clock(officeTime.now(), true); if (snapshot) drawAbout(); };
  tick();
  setInterval(tick, 1000);
  feed.follow((newer) => { snapshot = newer; draw(); });
}

start().catch(() => setTimeout(() => location.reload(), 2000));
