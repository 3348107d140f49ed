// The clerk's page: people whose code cannot be scanned, who have no code, or who missed their call. It shows
// small what the visitor reads at the same time; what the clerk is told stands apart from it, and no dialog
// opens unless the clerk asks for one. One language, the clerk's own.
'use strict';

const $ = (id) => document.getElementById(id);
const PRINTER_MS = 3000;        // how often the printer is asked how it is
const ASKS_AGAIN_MS = 120000;  // after this time the same request is another person's
let plan = null;
let snapshot = null;
let looked = '';     // the number that the staff looked up
let drawn = '';      // its state when it was drawn
let found = [];      // the bookings that were looked for
let redraw = 0;
let printerDrawn = '';

const mine = (words_id, words_en) => (words.language === 'en' ? words_en : words_id) || '';
const say = (key, values) => words.of(key, values);

function button(kind, text, act) {
  const one = make('button', kind, text);
  one.type = 'button';
  one.onclick = act;
  return one;
}

// What the visitor reads

function draw() {
  const { large, notice, before, again } = visitorAnswers.now();
  $('said').dataset.kind = large ? large.kind : 'idle';
  const set = (place, text) => { if ($(place).textContent !== text) $(place).textContent = text; };
  const numbers = large && large.kind !== 'no' ? large.numbers : [];
  set('said-number', large ? numbers.join(' ') : '');
  set('said-message', large ? mine(large.message_id, large.message_en) : say('reads_nothing'));
  const ticket = visitorAnswers.ticketOf(numbers, snapshot);
  set('said-wait', ticket && ticket.phase === 'waiting'
    ? say('wait', { wait: visitorAnswers.waitWords(words.language, ticket) }) : '');
  $('said-notice').hidden = !notice;
  set('said-notice', notice ? mine(notice.message_id, notice.message_en) : '');
  $('said-before').hidden = before.length === 0;
  $('said-before').replaceChildren(...before.map((answer) => make('li', '',
    answer.numbers.length > 0 ? make('b', '', answer.numbers.join(' ')) : null,
    make('span', '', mine(answer.message_id, answer.message_en)))));
  clearTimeout(redraw);
  if (again !== null) redraw = setTimeout(draw, again);
}

// What the clerk is told

/** kind: "note" or "no". `buttons` offer what may be done about it. */
function report(kind, text, ...buttons) {
  $('report').hidden = false;
  $('report').dataset.kind = kind;
  $('report-words').textContent = text;
  $('report-buttons').replaceChildren(...buttons);
}

function reportRefusal(answer, ...buttons) {
  report('no', mine(answer.id || answer.detail, answer.en || answer.detail) || say('not_done'), ...buttons);
}

const showAgainButton = (number) => {
  const one = button('quiet', say('show_again'), () => showAgain(number));
  one.setAttribute('aria-label', say('show_again_of', { number }));
  return one;
};

/** On the screen, and on paper where there is a printer. */
const againButtons = (number) => [showAgainButton(number), printAgainButton(number)].filter(Boolean);

/** The number of somebody who is in already: the visitor's screen shows it once more. */
async function showAgain(number) {
  const { ok, answer } = await post('/entrance/show', { number });
  overIfSignedOut(answer);
  if (ok) report('note', say('shown_again', { number: answer.numbers.join(' ') })); else reportRefusal(answer);
}

// The ticket printer, where the office has one

/** The ticket of a number on paper once more; nothing where no tickets are printed. */
function printAgainButton(number) {
  if (!plan || !plan.printer) return null;
  const one = button('quiet', say('print_again'), () => printAgain(number));
  one.setAttribute('aria-label', say('print_again_of', { number }));
  return one;
}

async function printAgain(number) {
  const { ok, answer } = await post('/entrance/print', { number });
  overIfSignedOut(answer);
  if (ok) report('note', mine(answer.id, answer.en)); else reportRefusal(answer);
  askPrinter();
}

/** What is wrong with the printer, and whose ticket did not come. */
async function askPrinter() {
  if (!plan || !plan.printer) return;
  const response = await fetch('/entrance/printer').catch(() => null);
  if (!response || !response.ok) return;  // the line at the top says it
  const printer = await response.json();
  const about = words.language + JSON.stringify(printer);
  if (about === printerDrawn) return;  // so that a button does not move while somebody presses it
  printerDrawn = about;
  const { not_printed } = printer;
  const trouble = mine(printer.id, printer.en);
  $('printer').hidden = !trouble && not_printed.length === 0;
  $('printer').dataset.kind = printer.well ? 'note' : 'no';
  $('printer-words').textContent = [trouble && trouble[0].toUpperCase() + trouble.slice(1) + '.',
    not_printed.length > 0 && say('not_printed')].filter(Boolean).join(' ');
  $('printer-buttons').replaceChildren(...not_printed.map((number) => {
    const one = button('quiet', number, () => printAgain(number));
    one.setAttribute('aria-label', say('print_again_of', { number }));
    return one;
  }));
}

// Bookings

async function check(body) {
  const { status, answer } = await post('/entrance/check', body);
  overIfSignedOut(answer);
  if (status !== 200) return reportRefusal(answer, ...supervisorButton(answer, body, check));
  if (answer.seq > 0) {
    const { seq, outcome, numbers } = answer;
    visitorAnswers.take([{ seq, outcome, numbers, message_id: answer.id, message_en: answer.en,
      at: officeTime.now() }]);
    draw();
  }
  const numbers = answer.numbers.join(' ');
  if (answer.outcome === 'admitted') {
    report('note', say('done_in', { number: numbers }));
    if (found.length > 0) find();
  } else if (answer.outcome) {
    reportRefusal(answer,
      ...(answer.numbers.length > 0 ? againButtons(answer.numbers[0]) : []),
      ...(answer.force_helps ? [button('quiet', say('allow'), () => allow(body, answer))] : []));
  }
  return undefined;
}

/** Against the rules, by a supervisor's own yes and with a reason. */
function allow(body, answer) {
  ask(
    say('allow_title'),
    mine(answer.id, answer.en),
    [...supervisorFields(), reasonField([say('reason_office'), say('reason_ill'), say('reason_far')])],
    ({ supervisor_user, supervisor_pin, ...force }) =>
      check({ ...body, scanned: false, supervisor_user, supervisor_pin, force }),
    () => $('name').focus(),
  );
}

/** A button, not a dialog: the visitor is still reading, and the clerk may have an answer of their own. */
function supervisorButton(answer, body, then) {
  if (!['returns_used_up', 'supervisor_needed'].includes(answer.reason) || body.supervisor || body.supervisor_pin)
    return [];
  return [button('quiet', say('ask_supervisor'), () =>
    ask(say('supervisor'), mine(answer.id, answer.en), supervisorFields(), (values) => then({ ...body, ...values })))];
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
  if (!ok) {
    overIfSignedOut(answer);
    found = [];
    drawFound(mine(answer.id || answer.detail, answer.en || answer.detail));
    return;
  }
  found = answer.found;
  drawFound();
}

function drawFound(instead) {
  $('found-count').textContent = instead || say(
    found.length === 0 ? 'nobody_found' : found.length === 1 ? 'found_one' : 'found_count', { count: found.length });
  $('found').replaceChildren(...found.map(foundRow));
}

const hourOf = (hour) => (words.language === 'en' ? hour : hour.replace(':', '.'));
const serviceName = (key) => {
  const service = plan.services.find((one) => one.key === key);
  return service ? mine(service.name_id, service.name_en) : key;
};

function foundRow(one) {
  const cancelled = one.status === 'cancelled';
  const about = [`${hourOf(one.start)}–${hourOf(one.end)}`, serviceName(one.service), one.code, `NIK …${one.nik_last4}`,
    one.party > 1 ? say('party', { count: one.party }) : '', cancelled ? say('cancelled') : ''];
  const in_already = one.in
    ? make('p', 'in', make('b', '', mine(one.in.id, one.in.en)),
      one.in.people < one.party ? ` · ${say('party_in', { count: one.in.people, party: one.party })}` : null)
    : null;
  const to = make('div', 'do');
  if (one.in && one.in.numbers.length > 0) to.append(...againButtons(one.in.numbers[0]));
  if (!one.in || one.in.people < one.party) {
    const enter = button('primary', say('check_in'), () => check({ booking: one.booking, ...besides() }));
    enter.setAttribute('aria-label', say('check_in_whom', { name: one.found_name }));
    to.append(enter);
  }
  const others = [one.name, ...one.companions];
  others.splice(Math.max(0, others.indexOf(one.found_name)), 1);
  const row = make('li', '', make('div', 'grow', make('b', '', one.found_name),
    others.length > 0 ? make('small', '', say('party_with', { names: others.join(', ') })) : null,
    make('small', '', about.filter(Boolean).join(' · ')), in_already), to);
  row.dataset.state = one.in ? 'in' : cancelled ? 'cancelled' : 'expected';
  return row;
}

// Commands

/** True if there was an answer, also if it was no. */
async function command(body, done = () => {}) {
  const { ok, status, answer } = await post('/console/command', { desk: 'entrance', ...body });
  if (ok) {
    done(answer);
    return true;
  }
  overIfSignedOut(answer);
  if (status === 0) report('no', say('no_answer'));
  else reportRefusal(answer, ...supervisorButton(answer, body, (again) => command(again, done)));
  return status !== 0;
}

let unanswered = null;  // the last walk-in without an answer; asked again with its key, it gets no second number

async function walkIn() {
  const body = {
    command: 'walk_in',
    service: $('walk-service').value,
    class_key: $('walk-class').value,
    reason: $('walk-reason').value,
    people: Number($('walk-people').value),
    language: $('walk-language').value,
  };
  const wish = JSON.stringify(body);
  const again = unanswered && unanswered.wish === wish && performance.now() - unanswered.since < ASKS_AGAIN_MS;
  const one = again
    ? unanswered
    : { wish, key: Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-') };
  unanswered = { ...one, since: performance.now() };
  // Class, people and language are this person's: the next one is general again.
  const nextPerson = (answer) => {
    $('walk-class').value = '';
    $('walk-people').value = '1';
    $('walk-language').value = '';
    report('note', say('done_number', { number: answer.numbers.join(' ') }), ...againButtons(answer.numbers[0]));
  };
  if (!await command({ ...body, key: one.key }, nextPerson) || unanswered.key !== one.key) return;
  unanswered = null;
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
  const stands = words.language + number + JSON.stringify(ticket);
  if (stands === drawn) return;  // so that a button does not move while somebody presses it
  drawn = stands;
  const response = await fetch('/console/why/' + encodeURIComponent(ticket ? ticket.number : number));
  if (looked !== number) return; // another number was asked for meanwhile
  if (!response.ok) {
    place.replaceChildren(make('p', '', say('no_such_number', { number })));
    return;
  }
  const why = await response.json();
  const inside = [make('p', '', mine(why.id, why.en))];
  if (ticket && ticket.phase === 'waiting')
    inside.push(make('p', '', make('b', '',
      say('wait', { wait: visitorAnswers.waitWords(words.language, ticket) })), ' · ',
      say(ticket.ahead === 0 ? 'next' : 'ahead', { count: ticket.ahead })));
  if (ticket) inside.push(numberButtons(ticket));
  place.replaceChildren(...inside);
}

function numberButtons(ticket) {
  const { number } = ticket;
  const row = make('div', 'buttons-row');
  if (ticket.phase === 'missed')
    row.append(button('primary', say('back_in_line'), () => command({ command: 'return_ticket', number },
      () => report('note', say('done')))));
  row.append(...againButtons(number));
  if (['called', 'serving'].includes(ticket.phase)) return row;
  if (ticket.phase !== 'missed')
    row.append(button('quiet', say('change_class'), () =>
      ask(
        say('class_for', { number }),
        say('class_keeps'),
        [classField(plan), reasonField(['reason_elderly', 'reason_disabled', 'reason_pregnant', 'reason_child']
          .map((key) => say(key)))],
        (values) => command({ command: 'grant_class', number, ...values }, () => report('note', say('done'))),
      )));
  row.append(button('quiet', say('cancel_number'), () =>
    ask(
      say('cancel_which', { number }),
      say('cancel_means'),
      [reasonField([say('reason_left'), say('reason_wrong_number')])],
      (values) => command({ command: 'cancel_ticket', number, ...values }, () => report('note', say('done'))),
    )));
  return row;
}

function drawMissed() {
  if (!snapshot) return;
  const missed = snapshot.tickets.filter((one) => one.phase === 'missed');
  $('missed').hidden = missed.length === 0;
  $('missed').replaceChildren(say('missed_now') + ': ',
    ...missed.map((one) => button('quiet', one.number, () => lookUp(one.number))));
}

function drawServices() {
  if (!snapshot || !plan) return;
  $('services').replaceChildren(
    ...snapshot.services.map((service) =>
      make(
        'li',
        '',
        make('span', 'letter', service.letter),
        make('span', 'grow', serviceName(service.key)),
        make('span', 'num', say('waiting', { count: service.waiting })),
        make('span', 'num soft', service.wait ? visitorAnswers.waitWords(words.language, service) : '–'),
      ),
    ),
  );
}

/** Writes the choices of a list anew; what was chosen stays. */
function choices(place, ...options) {
  const { value } = $(place);
  $(place).replaceChildren(...options);
  if (options.some((one) => one.value === value)) $(place).value = value;
}

function drawChoices() {
  if (!plan) return;
  const walkable = plan.services.filter((service) => service.walk_in);
  const granted = plan.classes.filter((one) => one.granted)
    .map((one) => option(one.key, mine(one.name_id, one.name_en)));
  document.querySelector('.walk').hidden = walkable.length === 0;
  choices('walk-service', ...walkable.map((service) => option(service.key, mine(service.name_id, service.name_en))));
  choices('walk-class', option('', say('class_usual')), ...granted.map((one) => one.cloneNode(true)));
  choices('walk-people', option('1', say('people_one')),
    ...[2, 3, 4, 5].map((count) => option(count, say('party', { count }))));
  choices('walk-language', option('', say('language_usual')), option('id', 'Bahasa Indonesia'),
    option('en', 'English'));
  choices('code-class', option('', say('class_booked')), ...granted);
  choices('code-people', option('', say('people_all')), ...[1, 2, 3, 4, 5].map((count) => option(count, count)));
  walkReasons();
}

/** The choices of the page under the present settings. */
async function learnPlan() {
  const response = await fetch('/console/plan');
  if (!response.ok) return;
  plan = await response.json();
  officeTime.learn(response, plan);
  $('zone').textContent = plan.zone;
  drawChoices();
}

// The language is the clerk's own, kept by their account, as at the counters; this machine remembers
// the latest.
const LANGUAGE = 'antrean.language';
function use(chosen) {
  language = chosen;  // of the dialogs, too
  localStorage.setItem(LANGUAGE, language);
  words.use(language);
  document.dispatchEvent(new Event('languagechange'));
  document.title = document.title.replace(/^[^·]*/, say('entrance') + ' ');
  $('say-id').setAttribute('aria-pressed', String(language === 'id'));
  $('say-en').setAttribute('aria-pressed', String(language === 'en'));
  $('report').hidden = true;
  drawn = printerDrawn = '';
  drawStale();
  drawChoices();
  drawServices();
  drawMissed();
  drawNumber();
  askPrinter();
  if (found.length > 0) drawFound();
  draw();
}
function drawStale() {
  $('stale-words').textContent = say('old', { time: document.querySelector('[data-feed-since]').textContent });
}

async function start() {
  use(localStorage.getItem(LANGUAGE) === 'en' ? 'en' : 'id');
  await learnMe();
  if (me && me.language) use(me.language);
  await learnPlan();
  for (const [place, chosen] of [['say-id', 'id'], ['say-en', 'en']])
    $(place).onclick = () => {
      use(chosen);
      if (me) post('/staff/language', { language: chosen });
    };
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
  askPrinter();
  setInterval(askPrinter, PRINTER_MS);
  new MutationObserver(drawStale).observe(document.querySelector('[data-feed-since]'), { childList: true });
  wedge.listen((text) => check({ code: text.slice(0, 480), scanned: true, ...besides() }));
  feed.follow((newer) => {
    visitorAnswers.hear(newer);
    if (snapshot && settingsOf(snapshot) !== settingsOf(newer)) learnPlan();
    snapshot = newer;
    drawServices();
    drawMissed();
    drawNumber();
    draw();
  });
}

start().catch(() => setTimeout(() => location.reload(), 2000));
