// The entrance: the latest answer large (the scanner's and the staff's alike come over the feed), and a desk for people
// whose code does not scan.
'use strict';

const $ = (id) => document.getElementById(id);
const IDLE_AFTER_MS = 25000;
let plan = null;
let seen = null;   // entrance.seq of the answer on screen
let idle = 0;

function show(kind, number, id, en, when) {
  $('said').dataset.kind = kind;
  $('said-number').textContent = number;
  $('said-id').textContent = id;
  $('said-en').textContent = en;
  $('said-when').textContent = when || '';
  clearTimeout(idle);
  if (kind !== 'idle') idle = setTimeout(() => show('idle', 'Silakan pindai kode Anda', '', 'Please scan your code'), IDLE_AFTER_MS);
}

function answered(entrance) {
  const kind = ['admitted', 'walk_in'].includes(entrance.outcome) ? 'yes' : entrance.outcome === 'already_used' ? 'used' : 'no';
  const head = entrance.numbers.length > 0 ? entrance.numbers.join(' ') : { no: 'Belum bisa masuk' }[kind] || '';
  show(kind, head, entrance.message_id, entrance.message_en, officeTime.clock(entrance.at, true));
}

async function check(body) {
  const { status, answer } = await post('/entrance/check', body);
  if (status !== 200) { show('no', 'Tidak dilakukan', answer.id || answer.detail || '', answer.en || ''); return; }
  const now = officeTime.now();
  answered({ outcome: answer.outcome, numbers: answer.numbers, message_id: answer.id, message_en: answer.en, at: now });
  if (answer.force_helps) offerForce(body, answer);
}

function offerForce(body, answer) {
  $('force-why').textContent = `${answer.id} ${answer.en}`;
  const dialog = $('force');
  dialog.onclose = () => {
    if (dialog.returnValue !== 'go') { $('code').focus(); return; }
    check({ ...body, force: Object.fromEntries(new FormData($('force-form'))) });
  };
  dialog.returnValue = '';
  dialog.showModal();
}

async function find() {
  const query = new URLSearchParams({ name: $('name').value, hour: $('hour').value.replace('.', ':').padStart($('hour').value ? 5 : 0, '0') });
  const response = await fetch('/entrance/find?' + query);
  const found = response.ok ? (await response.json()).found : [];
  $('found').replaceChildren(...found.map((one) => {
    const button = make('button', 'primary', 'Masuk');
    button.type = 'button';
    button.setAttribute('aria-label', 'Masuk: ' + one.name);
    button.onclick = () => { $('found').replaceChildren(); check({ booking: one.booking }); };
    const about = `${one.start.replace(':', '.')}–${one.end.replace(':', '.')} · ${one.code} · NIK …${one.nik_last4}${one.party > 1 ? ` · ${one.party} orang` : ''}${one.status === 'cancelled' ? ' · dibatalkan' : ''}`;
    return make('li', '', make('div', '', make('b', '', one.name), make('small', '', about)), button);
  }));
  if (found.length === 0) $('found').append(make('li', 'empty', 'Tidak ditemukan. Not found.'));
}

async function walkIn() {
  const { ok, answer } = await post('/console/command', { command: 'walk_in', service: $('walk-service').value, class_key: $('walk-class').value, reason: $('walk-reason').value });
  if (!ok) show('no', 'Tidak diberi nomor', answer.id || answer.detail || '', answer.en || '');
}

function walkReasons() {
  const service = plan.services.find((one) => one.key === $('walk-service').value);
  const reasons = service ? service.walk_in_reasons : [];
  $('walk-reason').replaceChildren(...reasons.map((reason) => { const option = make('option', '', reason); option.value = reason; return option; }));
  $('walk-reason-label').hidden = reasons.length === 0;
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
  const option = (value, shown) => { const one = make('option', '', shown); one.value = value; return one; };
  const walkable = plan.services.filter((service) => service.walk_in);
  $('walk-form').hidden = walkable.length === 0;
  $('walk-service').replaceChildren(...walkable.map((service) => option(service.key, service.name_id)));
  const booked = new Set(plan.services.map((service) => service.booked_class));
  const usual = new Set(plan.services.map((service) => service.walk_in_class));
  $('walk-class').replaceChildren(option('', 'Umum'), ...plan.classes.filter((one) => !booked.has(one.key) && !usual.has(one.key)).map((one) => option(one.key, one.name_id)));
  $('walk-service').onchange = walkReasons;
  walkReasons();
  $('code-form').onsubmit = (event) => { event.preventDefault(); const code = $('code').value.trim(); $('code').value = ''; if (code) check({ code }); };
  $('find-form').onsubmit = (event) => { event.preventDefault(); find(); };
  $('walk-form').onsubmit = (event) => { event.preventDefault(); walkIn(); };
  const tick = () => { $('clock').textContent = officeTime.clock(officeTime.now(), true); };
  tick();
  setInterval(tick, 1000);
  feed.follow((snapshot) => {
    drawServices(snapshot.services);
    if (seen !== null && snapshot.entrance.seq !== seen) answered(snapshot.entrance);
    else if (seen === null && officeTime.now() - snapshot.entrance.at < IDLE_AFTER_MS) answered(snapshot.entrance);
    seen = snapshot.entrance.seq;
  });
}

start().catch(() => setTimeout(() => location.reload(), 2000));
