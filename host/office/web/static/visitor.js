// The visitor's screen, and the kiosk (data-mode), which has keys for a code besides. It shows the newest
// answer large, in one language: the visitor's, if they chose one, else Indonesian. Scans come over the feed,
// or from a scanner that types into this machine. Nothing here leads to another page.
'use strict';

const $ = (id) => document.getElementById(id);
const KIOSK = document.body.dataset.mode === 'kiosk';
const SYMBOLS = 'BCDFGHJKMNPQRTVWXY346789';  // of a booking code (codes/booking_code.hpp): no look-alikes
const TYPED_LENGTH = 6;
const TRY_AGAIN_MS = 30000;
let snapshot = null;
let places = { office: '', ask_id: 'petugas', ask_en: 'the staff', services: [] };
let placesOf = '';     // the settings under which they were asked for
let out = false;       // this machine may not check in
let busy = false;      // a typed code is being checked
let keysUntil = 0;     // the keys are there until then; 0: they are not
let redraw = 0;
let askAgain = 0;
let outdated = false;  // the office was started again, perhaps with newer pages
let spoken = '';       // the answer that was read out

// The language. A choice made at an answer is for that answer, and for the next one if it brought no number,
// because the same person tries again. A choice made at the start is for the next answer.
const chosen = { language: 'id', until: 0 };
const languages = new Map();  // of each answer that is known, so that it does not change while it is read

const keyOf = (answer) => `${answer.seq} ${answer.at || answer.since}`;
function languageFor(answer) {
  const key = keyOf(answer);
  if (!languages.has(key)) {
    languages.set(key, performance.now() < chosen.until ? chosen.language : 'id');
    if (answer.numbers.length > 0) chosen.until = 0;
    for (const old of [...languages.keys()].slice(0, -50)) languages.delete(old);
  }
  return languages.get(key);
}
function choose(language) {
  const { large } = visitorAnswers.now();
  if (large) languages.set(keyOf(large), language);
  const forTheNext = !large || large.numbers.length === 0;
  chosen.language = language;
  chosen.until = forTheNext ? performance.now() + READABLE_MS : 0;
  if (keysUntil) stayAtKeys();
  spoken = '';
  draw();
}

const askWords = () => ({ ask: words.language === 'en' ? places.ask_en : places.ask_id });
const serviceOf = (key) => places.services.find((one) => one.key === key);
const nameOf = (service) => (words.language === 'en' ? service.name_en : service.name_id);
const counterName = (id) => {
  const counter = snapshot.counters.find((one) => one.id === id);
  return counter ? counter.name : String(id);
};

/** "Loket 1", "Loket 1 atau 2", "Loket 1, 2, atau 3": what they have in common is said once. */
function oneOf(names) {
  const shared = names[0].slice(0, names[0].lastIndexOf(' ') + 1);
  const short = shared && names.every((name) => name.startsWith(shared))
    ? names.map((name, i) => (i === 0 ? name : name.slice(shared.length))) : names;
  if (short.length === 1) return short[0];
  const last = short.at(-1);
  const first = short.slice(0, -1).join(', ');
  return words.of(short.length === 2 ? 'one_of' : 'one_of_many', { first, last });
}

/** The counters that may call this ticket: those that are open, or all when none is. */
function whereTo(ticket) {
  const service = serviceOf(ticket.service);
  const stage = service && service.stages.find((one) => one.key === ticket.stage);
  if (!stage) return '';
  const serving = snapshot.counters.filter((one) => stage.counters.includes(one.id));
  const working = serving.filter((one) => one.state !== 'closed');
  const names = (working.length > 0 ? working : serving).map((one) => one.name);
  return names.length > 0 ? oneOf(names) : '';
}

function whereWords(ticket) {
  switch (ticket.phase) {
    case 'called': return words.of('go_now', { place: counterName(ticket.counter) });
    case 'serving': return words.of('being_served', { place: counterName(ticket.counter) });
    case 'parked': return words.of('on_hold');
    case 'missed': return words.of('missed', askWords());
    default: {
      const place = whereTo(ticket);
      return place ? words.of('sit', { place }) : words.of('sit_anywhere');
    }
  }
}

function text(place, shown) {
  if ($(place).textContent !== shown) $(place).textContent = shown;
}
function textIfAny(place, shown) {
  text(place, shown || '');
  $(place).hidden = !shown;
}

/** How the number on the screen stands: where to go, which service, how long. */
function drawFacts(answer) {
  const ticket = answer.kind === 'no' ? null : visitorAnswers.ticketOf(answer.numbers, snapshot);
  $('facts').hidden = !ticket;
  if (!ticket) return '';
  const service = serviceOf(ticket.service);
  const waits = ticket.phase === 'waiting';
  document.body.dataset.phase = ticket.phase;
  text('where', whereWords(ticket));
  text('service', service ? nameOf(service) : '');
  $('service-fact').hidden = !service;
  $('wait-fact').hidden = !waits;
  if (!waits) return '';
  const wait = visitorAnswers.waitWords(words.language, ticket);
  text('wait', wait);
  text('ahead', ticket.until ? words.of('from_hour', { time: hourOf(ticket.until) })
    : words.of(ticket.ahead === 0 ? 'next' : 'ahead', { count: ticket.ahead }));
  return ticket.wait ? words.of('spoken_wait', { wait }) : '';
}
const hourOf = (ms) => {
  const clock = officeTime.clock(ms);
  return words.language === 'en' ? clock.replace('.', ':') : clock;
};

function titleOf(answer) {
  if (answer.kind === 'used') return words.of('in_already');
  if (answer.kind === 'yes') return words.of('your_number');
  const key = 'no.' + answer.outcome;
  return words.of(words.has(key) ? key : 'no');
}

/** The message without what the title and the large number say already. */
function messageOf(answer, numbers, title) {
  // An hour is not torn apart at its dash.
  const message = (words.language === 'en' ? answer.message_en : answer.message_id).replaceAll('–', '\u2060–\u2060');
  const said = [title + '.', words.of('welcome')];
  return message.split(/(?<=\.) /).filter((sentence) => !said.includes(sentence) &&
    (numbers.length === 0 || !numbers.every((number) => sentence.includes(number)))).join(' ');
}

// The QR that opens the number on the phone. While the office has no portal there is none.
let codeOf = '';
function drawMyNumber(answer, number) {
  const wanted = number ? `/entrance/my-number/${encodeURIComponent(number)}?for=${answer.seq}` : '';
  if (wanted) $('my-number-code').alt = words.of('my_number_of', { number });
  if (wanted === codeOf) return;
  codeOf = wanted;
  $('my-number-on-phone').hidden = true;
  if (wanted) $('my-number-code').src = wanted; else $('my-number-code').removeAttribute('src');
}

function drawAnswer(answer, notice) {
  document.body.dataset.kind = answer.kind;
  const numbers = answer.kind === 'no' ? [] : answer.numbers;
  const message = messageOf(answer, numbers, titleOf(answer));
  text('title', titleOf(answer));
  textIfAny('number', numbers.join(' '));
  $('number').classList.toggle('several', numbers.length > 1);
  textIfAny('message', message);
  textIfAny('notice', notice ? (words.language === 'en' ? notice.message_en : notice.message_id) : '');
  drawMyNumber(answer, numbers[0]);
  textIfAny('help', answer.kind === 'no' ? words.of('help', askWords()) : '');
  delete document.body.dataset.phase;
  const wait = drawFacts(answer);
  const said = `${keyOf(answer)} ${words.language} ${document.body.dataset.phase}`;
  if (said !== spoken) {
    spoken = said;
    text('spoken-wait', '');
    text('spoken-answer', [titleOf(answer), numbers.join(' '), message, $('facts').hidden ? '' : $('where').textContent]
      .filter(Boolean).join('. '));
  }
  if (wait && $('spoken-wait').textContent === '') text('spoken-wait', wait);
}

function drawBefore(before) {
  $('before').hidden = before.length === 0;
  $('before-list').replaceChildren(...before.map((answer) => {
    const language = languageFor(answer);
    const number = answer.numbers.length > 0 ? make('b', '', answer.numbers.join(' ')) : null;
    const line = make('li', '', number, make('span', '', language === 'en' ? answer.message_en : answer.message_id));
    line.dataset.kind = answer.kind;
    line.lang = language;
    return line;
  }));
}

function drawQueue() {
  if (!snapshot) return;
  const lines = snapshot.services.map((service) => {
    const known = serviceOf(service.key);
    const wait = service.waiting > 0 && service.wait ? visitorAnswers.waitWords(words.language, service) : '';
    return [known ? nameOf(known) : service.name,
      words.of(service.waiting === 0 ? 'nobody_waits' : 'waiting', { count: service.waiting }), wait];
  });
  const drawn = JSON.stringify(lines);
  if ($('services').dataset.drawn === drawn) return;
  $('services').dataset.drawn = drawn;
  $('services').replaceChildren(...lines.map(([name, count, wait]) =>
    make('li', '', make('b', '', name), make('span', '', count), wait ? make('span', '', wait) : null)));
}

function draw() {
  const { large, notice, before, again } = visitorAnswers.now();
  // This page may stand here for months. It is loaded anew when nobody stands before it.
  if (outdated && !large && !keysUntil) { outdated = false; location.reload(); }
  const now = performance.now();
  if (large && keysUntil && large.since > keysOpened && !busy) closeKeys();
  if (keysUntil && now >= keysUntil) closeKeys();
  const language = large && !keysUntil ? languageFor(large) : now < chosen.until ? chosen.language : 'id';
  words.use(language, askWords());
  $('say-id').setAttribute('aria-pressed', String(language === 'id'));
  $('say-en').setAttribute('aria-pressed', String(language === 'en'));
  text('line-lost', words.of('line_lost', askWords()));
  const shut = snapshot && snapshot.phase === 'closed';
  text('start-title', words.of(out ? 'out' : shut ? 'closed' : 'start'));
  text('start-how', words.of(out ? 'out_how' : shut ? 'closed_how' : 'start_how', askWords()));
  textIfAny('start-ask', out || shut ? '' : words.of('no_code', askWords()));
  const showsAnswer = large && !keysUntil;
  $('start').hidden = Boolean(showsAnswer) || keysUntil > 0;
  $('answer').hidden = !showsAnswer;
  $('keys').hidden = keysUntil === 0;
  $('type').hidden = !KIOSK || out || keysUntil > 0;
  if (showsAnswer) {
    drawAnswer(large, notice);
  } else {
    document.body.dataset.kind = out ? 'out' : 'idle';
    drawMyNumber(null, '');
    delete document.body.dataset.phase;
    text('spoken-answer', '');
    text('spoken-wait', '');
    spoken = '';
  }
  if (keysUntil) drawKeys();
  drawBefore(keysUntil ? before.concat(large ? [large] : []) : before);
  drawQueue();
  const soonest = [again, chosen.until > now ? chosen.until - now + 1 : null, keysUntil ? keysUntil - now + 1 : null]
    .filter((one) => one !== null);
  clearTimeout(redraw);
  if (soonest.length > 0) redraw = setTimeout(draw, Math.min(...soonest));
}

// A code: of a scanner that types, or of the kiosk's keys

async function check(code) {
  const { status, answer } = await post('/entrance/check', { code: code.slice(0, 480), scanned: true });
  out = status === 401 || status === 403;
  if (status === 200 && answer.seq > 0) {
    const { seq, outcome, numbers } = answer;
    visitorAnswers.take([{ seq, outcome, numbers, message_id: answer.id, message_en: answer.en,
      at: officeTime.now() }]);
  } else if (status === 0) {
    visitorAnswers.say('no_answer', words.in('id', 'no_answer_how'), words.in('en', 'no_answer_how'));
  } else if (status !== 200 && !out) {
    visitorAnswers.say('', answer.id || '', answer.en || '');
  }
  if (out) learnPlacesLater();
  draw();
}

// The kiosk's keys

let keysOpened = 0;
function stayAtKeys() { keysUntil = performance.now() + IDLE_AFTER_MS; }
function openKeys() {
  keysOpened = performance.now();
  stayAtKeys();
  $('typed').value = '';
  draw();
  $('typed').focus({ preventScroll: true });
}
function closeKeys() {
  const hadFocus = $('keys').contains(document.activeElement);
  keysUntil = 0;
  $('typed').value = '';
  $('keys').hidden = true;
  $('type').hidden = !KIOSK;
  if (hadFocus) $('type').focus({ preventScroll: true });
}
function drawKeys() {
  const { office } = places;
  text('typed-office', office + '-');
  text('keys-how', words.of('type_how', { office }));
  text('keys-other', words.of('type_other', { office }));
  $('keys-go').disabled = $('typed').value.length !== TYPED_LENGTH || busy;
  $('keys-erase').disabled = $('typed').value === '';
}
function typed(value) {
  $('typed').value = [...value.toUpperCase()].filter((one) => SYMBOLS.includes(one)).slice(0, TYPED_LENGTH).join('');
  stayAtKeys();
  draw();
}
async function send() {
  if ($('typed').value.length !== TYPED_LENGTH || busy) return;
  busy = true;
  draw();
  await check(`${places.office}-${$('typed').value}`);
  busy = false;
  closeKeys();
  draw();
}
function makeKeys() {
  $('board').replaceChildren(...[...SYMBOLS].map((symbol) => {
    const key = make('button', 'key', symbol);
    key.type = 'button';
    key.onclick = () => typed($('typed').value + symbol);
    return key;
  }));
  $('typed').oninput = () => typed($('typed').value);
  $('keys-erase').onclick = () => typed($('typed').value.slice(0, -1));
  $('keys-back').onclick = () => { closeKeys(); draw(); };
  $('type').onclick = openKeys;
  $('keys-form').onsubmit = (event) => { event.preventDefault(); send(); };
  $('keys').onkeydown = (event) => { if (event.key === 'Escape') { closeKeys(); draw(); } };
}

/** What the office calls its services and counters, and whom to ask, under the present settings. */
async function learnPlaces() {
  try {
    const response = await fetch('/entrance/places');
    out = response.status === 401 || response.status === 403;
    if (response.ok) places = await response.json();
    if (out) learnPlacesLater();
  } catch {
    learnPlacesLater();
  }
  draw();
}
function learnPlacesLater() {
  clearTimeout(askAgain);
  askAgain = setTimeout(learnPlaces, TRY_AGAIN_MS);
}

function start() {
  if (KIOSK) {
    makeKeys();
    // A long touch must not open the browser's menu.
    document.addEventListener('contextmenu', (event) => event.preventDefault());
  }
  $('say-id').onclick = () => choose('id');
  $('say-en').onclick = () => choose('en');
  $('my-number-code').onload = () => { $('my-number-on-phone').hidden = codeOf === ''; };
  $('my-number-code').onerror = () => { $('my-number-on-phone').hidden = true; };
  wedge.listen(check);
  draw();
  const tick = () => text('clock', hourOf(officeTime.now()));
  tick();
  setInterval(tick, 1000);
  feed.follow((newer) => {
    const settings = JSON.stringify([newer.counters.map((one) => [one.id, one.name]),
      newer.services.map((one) => one.key), newer.alarms.filter((one) => one.subject.startsWith('settings')).length,
      newer.day, newer.phase]);
    if (snapshot && newer.version < snapshot.version) outdated = true;
    snapshot = newer;
    text('zone', newer.zone);
    visitorAnswers.hear(newer);
    if (placesOf !== settings) { placesOf = settings; learnPlaces(); }
    draw();
  });
}

start();
