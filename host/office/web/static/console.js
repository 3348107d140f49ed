// The officer's console: one counter, drawn from the feed and from what only the staff may see of it. Every
// button sends one command, and the feed shows the result.
'use strict';

const $ = (id) => document.getElementById(id);
const KEYS = {
  F2: 'call_next', F4: 'recall', F7: 'park', F8: 'start', F9: 'finish', F10: 'no_show',
  'Shift+F2': 'serve_direct', 'Shift+F4': 'cancel_call', 'Shift+F7': 'transfer', 'Shift+F8': 'open_or_pause',
  'Shift+F9': 'undo_finish',
};
// Which commands are possible in which state of the counter. This only dims buttons; the service decides.
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
// The words of commands that have a button of another name.
const NAMES = {
  open_counter: 'open', pause_counter: 'pause', close_counter: 'close',
  login: 'take_counter', logout: 'leave_counter', return_ticket: 'row_return', resume: 'row_resume',
  call_out_of_order: 'row_call', grant_class: 'grant', cancel_ticket: 'drop', close_day: 'day_close',
  open_day: 'day_open', put_in_line: 'place_stage',
};
const SLOW_MS = 1500;    // without an answer for so long, the page says so
const OFTEN_MS = 1000;   // what the staff sees is asked for so often at most, while others work
const LOOK_MS = 10000;   // and at least: somebody else may have come to this counter

let plan = null;
let snapshot = null;
let shownList = 'waiting';
let busy = false;
let uncertain = '';      // the command that got no answer, in words
let directKey = '';      // of a number that was asked for and not answered: asked again, it is the same number
let details = null;      // what only the staff sees of this counter (web/counter_routes.hpp)
let refusedToSee = false;
let officers = {};       // counter -> key of the officer who works there

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
const counterName = (id) => (plan.counters.find((counter) => counter.id === id) || { name: String(id) }).name;
const myCounter = () => snapshot && snapshot.counters.find((counter) => counter.id === counterId());
const named = (one, key) => (one ? (language === 'en' ? one.name_en : one.name_id) || key : key);
const serviceOf = (key) => plan.services.find((service) => service.key === key);
const serviceName = (key) => named(serviceOf(key), key);
const stageOf = (service, key) => (serviceOf(service) || { stages: [] }).stages.find((stage) => stage.key === key);
const className = (key) => named(plan.classes.find((one) => one.key === key), key);

/** The stage of its journey; nothing for a journey of one stage. */
const stageName = (service, key) => {
  const known = serviceOf(service);
  return known && known.stages.length > 1 ? named(stageOf(service, key), key) : '';
};
const officerName = (key) => (plan.officers.find((officer) => officer.key === key) || { name: key }).name;
/** "rina for sari": a supervisor agreed. */
const actorName = (by) => by.split(' for ').map(officerName).join(' / ');
const byWhom = (step) =>
  step.by_kind === 'pad' ? word('by_pad') : step.by_kind === 'entrance' ? word('entrance') : actorName(step.by);
const officerHere = () => officers[counterId()] || '';
const meOrChosen = () => (me ? me.user : $('officer').value);
const otherHere = () => (me && officerHere() && officerHere() !== me.user ? officerHere() : '');
const elsewhere = () => {
  const found = me && Object.entries(officers).find(([counter, officer]) =>
    officer === me.user && Number(counter) !== counterId());
  return found ? Number(found[0]) : 0;
};

/** "Jumat, 27 November 2026" */
const dayText = (day) =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'id-ID', { dateStyle: 'full', timeZone: 'UTC' })
    .format(new Date(day + 'T00:00:00Z'));
const hourText = (time) => (language === 'en' ? time : time.replace(':', '.'));
const hoursText = (hour) => `${hourText(hour.start)}–${hourText(hour.end)}`;
const clockText = (ms) => hourText(officeTime.clock(ms).replace('.', ':'));
function spanText(ms) {
  const minutes = Math.max(0, Math.floor(ms / 60000));
  if (minutes === 0) return word('just_now');
  if (minutes < 60) return word('minutes', { n: minutes });
  return word('hours_minutes', { h: Math.floor(minutes / 60), m: minutes % 60 });
}

function situation(counter) {
  if (!counter) return 'closed';
  if (counter.number) return counter.phase;
  return counter.state === 'open' ? 'free' : counter.state;
}
function sensible(counter) {
  const where = situation(counter);
  return SENSE[counter && counter.number && counter.state === 'paused' ? 'paused_' + where : where];
}
const undoRefused = () => (details && details.undo.reason ? details.undo[language] : '');
function possible(command) {
  if (busy || !snapshot) return false;
  if (command === 'undo_finish' && undoRefused()) return false;
  return sensible(myCounter()).includes(command);
}

// What only the staff sees

/** One question at a time; what changed meanwhile is asked for once more. */
const look = (() => {
  let running = null, again = false, later = 0;

  async function once() {
    const id = counterId();
    if (!id) return false;
    try {
      const response = await fetch('/console/counter/' + id, { signal: AbortSignal.timeout(5000) });
      const answer = await response.json();
      overIfSignedOut(answer);
      refusedToSee = response.status === 403;
      if (!response.ok) { details = null; return response.status < 500; }
      if (id !== counterId()) return false;
      tellTakenOver(answer);
      details = answer;
      officers = answer.officers;
      return true;
    } catch {
      return false;  // the page shows that the line is lost
    }
  }
  async function run() {
    let heard = false;
    do { again = false; heard = await once(); } while (again);
    running = null;
    draw();
    return heard;
  }
  function now() {
    clearTimeout(later);
    later = 0;
    if (running) again = true; else running = run();
    return running;
  }
  function soon() { if (!later) later = setTimeout(now, OFTEN_MS); }
  return { now, soon };
})();

/** Somebody else works at this counter now: whoever was here is told. */
function tellTakenOver(newer) {
  const before = me && officers[counterId()], after = newer.officers[counterId()];
  if (details && before === me?.user && after && after !== before)
    say(word('taken_over', { name: officerName(after) }), 'note');
}

/** The person at the counter, as far as it is certain that it is this person. */
function personHere() {
  const counter = myCounter();
  return counter && counter.number && details && details.person && details.person.number === counter.number
    ? details.person : null;
}

// Commands

async function send(command, more = {}) {
  if (busy || !plan) return;
  busy = true;
  uncertain = '';
  say('');
  draw();
  const counter = myCounter();
  const shown = word(NAMES[command] || command).replace('…', '');
  const slow = setTimeout(() => say(word('slow'), 'note'), SLOW_MS);
  // `expect`: the number that this page shows at the counter, so that a late click never affects the next
  // person.
  const body = {
    command,
    counter: counterId(),
    officer: officerHere() || meOrChosen(),
    expect: (counter && counter.number) || '',
    ...more,
  };
  if (command === 'serve_direct') body.key = directKey = directKey || `${Date.now()}-${Math.random()}`;
  const { ok, status, answer } = await post('/console/command', body);
  if (status !== 0) directKey = '';
  clearTimeout(slow);
  busy = false;
  if (status === 0) {
    uncertain = shown;
    say(word('no_answer', { command: shown }), 'no');
    settle();
  } else if (ok) {
    // Not what the feed has told meanwhile: a new number.
    if ($('answer').textContent === word('slow')) say('');
    askDialog.typed.clear();
  } else {
    say(answer[language] || answer.detail || '', answer.reason === 'pressed_twice' ? 'note' : 'no');
  }
  overIfSignedOut(answer);
  draw();
  if (['returns_used_up', 'supervisor_needed'].includes(answer.reason) && !more.supervisor && !more.supervisor_pin)
    ask(word('supervisor'), answer[language], supervisorFields(), (values) => send(command, { ...more, ...values }));
  await look.now();
  return ok;
}

/** After a command that got no answer: what is at the counter now, as soon as the office says so. */
async function settle() {
  while (uncertain) {
    const heard = await look.now();
    if (heard && snapshot && document.documentElement.dataset.feed === 'live') {
      const counter = myCounter();
      const number = (counter && counter.number) || word('uncertain_nobody');
      say(word('uncertain', { command: uncertain, number }), 'note');
      uncertain = '';
      return;
    }
    await new Promise((done) => setTimeout(done, 500));
  }
}

function say(text, kind = '') {
  const place = $('answer');
  place.classList.toggle('no', kind === 'no');
  place.classList.toggle('note', kind === 'note');
  if (place.textContent !== text) place.textContent = text;
}

function press(command) {
  if (!plan || !snapshot) return;
  const counter = myCounter();
  if (command === 'open_or_pause')
    command = counter && counter.state === 'open' ? 'pause_counter' : 'open_counter';
  if (!possible(command)) {
    if (!busy && command === 'undo_finish' && undoRefused()) say(undoRefused(), 'note');
    return;
  }
  const number = counter.number;
  if (command === 'call_next') return send(number ? 'finish_and_next' : 'call_next');
  if (command === 'pause_counter')
    return ask(word('pause_title', { counter: counter.name }), '', [reasonField(offers('pause_offers'))],
      (values) => send(command, values));
  if (command === 'close_counter' && number)
    return ask(word('close_title', { counter: counter.name }), word('close_about', { number }), [],
      () => send(command));
  if (command === 'cancel_call')
    return ask(word('cancel_call_title', { number }), word('cancel_call_about'),
      [reasonField(offers('cancel_call_offers'))], (values) => send(command, values));
  if (command === 'park')
    return ask(word('park_title', { number }), word('park_about'),
      [reasonField(offers('park_offers')),
        { name: 'minutes', label: word('park_minutes'), type: 'number', optional: true }],
      (values) => send(command, values));
  if (command === 'transfer') return askTransfer(number);
  if (command === 'serve_direct')
    return ask(word('direct_title'), word('direct_about'),
      [{ name: 'service', label: word('service'), options: plan.services.map((one) => [one.key, named(one, one.key)]) },
        reasonField(offers('direct_offers'))],
      (values) => send(command, values));
  return send(command);
}

/** Asks where the number could go now, and offers that. */
async function askTransfer(number) {
  let targets;
  try {
    const response = await fetch('/console/transfer/' + encodeURIComponent(number));
    const answer = await response.json();
    overIfSignedOut(answer);
    if (!response.ok) return say(answer[language] || answer.detail || '', 'no');
    targets = answer.targets;
  } catch {
    return say(word('no_answer', { command: word('transfer').replace('…', '') }), 'no');
  }
  const here = myCounter();
  const options = targets
    .filter((target) => !(here && here.number === number && target.to_counter === here.id))
    .map((target) =>
      target.to_counter
        ? [`#${target.to_counter}`,
          counterName(target.to_counter) + (officers[target.to_counter] ?
            ` · ${officerName(officers[target.to_counter])}` : ''), word('transfer_counters')]
        : [`${target.service}/${target.stage}`,
          `${serviceName(target.service)} · ${named(stageOf(target.service, target.stage), target.stage)}`,
          word('transfer_stages')]);
  if (options.length === 0) return say(word('transfer_nowhere', { number }), 'note');
  ask(word('transfer_title', { number }), word('transfer_about'),
    [{ name: 'to', label: word('transfer_to'), options }, reasonField(offers('transfer_offers'))],
    (values) => {
      const [service, stage] = values.to.split('/');
      const target = values.to.startsWith('#') ? { to_counter: Number(values.to.slice(1)) } : { service, stage };
      send('transfer', { number, reason: values.reason, ...target });
    });
}

/** The actions for any number, wherever it is. */
function askMore(number) {
  choose(number, word('more_about'), [
    [...WORDS.row_why, () => tellWhy(number)],
    [...WORDS.transfer, () => askTransfer(number)],
    [...WORDS.grant, () =>
      ask(word('grant_title', { number }), word('grant_about'), [classField(plan), reasonField(offers('grant_offers'))],
        (values) => send('grant_class', { number, ...values }))],
    [...WORDS.drop, () =>
      ask(word('drop_title', { number }), word('drop_about'), [reasonField(offers('drop_offers'))],
        (values) => send('cancel_ticket', { number, ...values }))],
  ]);
}

/** Comes to work here: over somebody else, or from another counter, only knowingly. */
async function comeHere() {
  const other = otherHere(), from = elsewhere();
  const come = async (more) => {
    if (from && !(await send('logout', { counter: from, expect: undefined }))) return;
    await send('login', { officer: meOrChosen(), ...more });
  };
  if (!other) return come({});
  return ask(word('take_over_title', { counter: counterName(counterId()) }),
    word('take_over_about', { name: officerName(other) }), [], () => come({ take_over: true }));
}

/** The day, for a supervisor. It opens by itself in the morning and is closed when the next day opens. */
function askDay() {
  const today = new Date(officeTime.now() + officeTime.offsetMinutes * 60000).toISOString().slice(0, 10);
  choose(word('day_title', { day: dayText(snapshot.day) }), word('day_about'), [
    [...WORDS.day_close, () =>
      ask(word('day_close_title'), word('day_close_about'), supervisorFields(),
        (values) => send('close_day', { counter: 0, ...values }))],
    [...WORDS.day_open, () =>
      ask(word('day_open_title'), word('day_open_about'),
        [{ name: 'day', label: word('day_date'), type: 'date', value: today }, ...supervisorFields(),
          reasonField(offers('day_offers'))],
        (values) => send('open_day', { counter: 0, ...values }))],
  ]);
}

function tellKeys() {
  const lines = Object.entries(KEYS).map(([key, command]) =>
    make('li', '', make('kbd', '', key.replace('+', ' ')), ' ', word(command).replace('…', '')));
  tell(word('keys'), make('p', '', word('keys_about')), make('ul', 'keys', ...lines),
    make('p', '', word('key_escape')));
}

// Alarms

/** Stages with people in them that the settings no longer have: [service, stage, numbers]. */
function strandedStages() {
  const found = new Map();
  for (const ticket of snapshot.tickets) {
    if (stageOf(ticket.service, ticket.stage)) continue;
    const key = `${ticket.service}/${ticket.stage}`;
    if (!found.has(key)) found.set(key, { service: ticket.service, stage: ticket.stage, numbers: [] });
    found.get(key).numbers.push(ticket.number);
  }
  return [...found.values()];
}

function askPutInLine(lost) {
  const stages = plan.services.flatMap((service) =>
    service.stages.map((stage) => [`${service.key}/${stage.key}`,
      `${named(service, service.key)} · ${named(stage, stage.key)}`]));
  stages.sort((a, b) => Number(b[0].startsWith(lost.service + '/')) - Number(a[0].startsWith(lost.service + '/')));
  ask(word('place_title', { numbers: lost.numbers.join(', ') }),
    word('place_about', { stage: `${lost.service}/${lost.stage}` }),
    [{ name: 'to', label: word('place_stage'), options: stages }, ...supervisorFields(),
      reasonField(offers('place_offers'))],
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
    });
}

/**
 * Beside the alarm about people who do not fit the settings is the button that puts them in line. Drawn only
 * when something is new, so that a button keeps the focus.
 */
function drawAlarms() {
  const stranded = strandedStages();
  const stands = JSON.stringify([language, snapshot.alarms, stranded]);
  if ($('alarms').dataset.stands === stands) return;
  $('alarms').dataset.stands = stands;
  $('alarms').replaceChildren(...snapshot.alarms.map((alarm) => {
    // What these two are about, their sentence says.
    const subject = /^(settings|date )/.test(alarm.subject) ? '' : make('b', '', alarm.subject);
    const line = make('p', '', subject, ' ', language === 'en' ? alarm.text_en : alarm.text_id);
    const add = (shown, act) => {
      const button = make('button', '', shown);
      button.type = 'button';
      button.onclick = act;
      line.append(' ', button);
    };
    if (alarm.subject === 'settings')
      for (const lost of stranded)
        add(word('place', { stage: `${lost.service}/${lost.stage}` }), () => askPutInLine(lost));
    // The alarm "date 2026-11-24" asks whether that is today; the button means yes.
    const asked = /^date (\d{4}-\d{2}-\d{2})$/.exec(alarm.subject);
    if (asked)
      add(word('date_yes', { day: dayText(asked[1]) }), () =>
        ask(word('date_title', { day: dayText(asked[1]) }), word('date_about'),
          [...supervisorFields(), reasonField(offers('date_offers'))],
          (values) => send('open_day', { counter: 0, day: asked[1], ...values })));
    return line;
  }));
}

// Drawing

function draw() {
  if (!plan || !snapshot) return;
  drawCounter();
  drawWhoWorksHere();
  drawPerson();
  drawNext();
  drawLists();
  drawAll();
  drawAlarms();
}

function drawCounter() {
  const counter = myCounter();
  const where = situation(counter);
  $('counter-title').textContent = counter ? counter.name : word('counter');
  $('now').dataset.phase = where;
  $('phase').textContent = word('here_' + where);
  const number = (counter && counter.number) || '–';
  if ($('number').textContent !== number) $('number').textContent = number;
  const paused = counter && counter.state === 'paused' && details && details.pause_reason;
  $('state').textContent = !counter ? '–' :
    paused ? word('state_paused_why', { reason: details.pause_reason }) : word('state_' + counter.state);
  $('state').dataset.state = counter ? counter.state : 'closed';
  $('next-label').textContent = word(counter && counter.number ? 'finish_and_next' : 'call_next');
  const undo = details && details.undo.number;
  $('undo-label').textContent = undo ? word('undo_finish_of', { number: undo }) : word('undo_finish');
  $('undo-why').textContent = undoRefused();
  const focused = document.activeElement;
  // Dimmed and not disabled: a button that is disabled while it has the focus loses it.
  for (const button of document.querySelectorAll('[data-command]')) {
    button.setAttribute('aria-disabled', String(!possible(button.dataset.command)));
    button.hidden = button.dataset.command === 'open_counter' ? Boolean(counter && counter.state === 'open')
      : button.dataset.command === 'pause_counter' ? !counter || counter.state !== 'open'
        : button.dataset.command === 'close_counter' && (!counter || counter.state === 'closed');
    button.classList.toggle('offered',
      button.dataset.command === 'no_show' && Boolean(counter && counter.offer_no_show));
  }
  // A button that has done its work goes, and its opposite has the focus.
  if (focused && focused.hidden && focused.dataset.command)
    document.querySelector(`[data-command=${counter && counter.state === 'open' ? 'pause' : 'open'}_counter]`).focus();
  drawAbout();
}

function drawAbout() {
  const counter = myCounter();
  if (!counter) return;
  $('about').textContent = word('waiting_here', { n: counter.waiting });
  const seconds = Math.max(0, Math.floor((officeTime.now() - counter.called_at) / 1000));
  $('phase-for').textContent =
    counter.number ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` : '';
}

function drawWhoWorksHere() {
  const here = officerHere(), other = otherHere(), from = elsewhere();
  const officer = $('officer'), login = $('login');
  if (here && !me) officer.value = here;
  officer.disabled = busy || (here !== '' && !me);
  const mayWork = !me || plan.officers.some((one) => one.key === me.user);
  login.hidden = plan.officers.length === 0 || !mayWork || Boolean(other) || Boolean(from);
  login.textContent = word(here ? 'leave_counter' : 'take_counter');
  login.dataset.here = here;
  login.setAttribute('aria-disabled', String(busy || (!here && !meOrChosen())));
  $('other').hidden = !other && !(from && mayWork);
  if (other) {
    const counter = myCounter();
    const values = { name: officerName(other), counter: counterName(counterId()), number: counter && counter.number };
    $('other-text').textContent = word(values.number ? 'other_here_serving' : 'other_here', values);
    $('other-do').textContent = word('take_over');
    $('other-do').hidden = !mayWork;
  } else if (from) {
    $('other-text').textContent = word('you_elsewhere', { counter: counterName(from) });
    $('other-do').textContent = word('move_here');
    $('other-do').hidden = false;
  }
}

function drawPerson() {
  const counter = myCounter(), person = personHere();
  $('person').hidden = !person && !(refusedToSee && counter && counter.number);
  if (!person) {
    $('name').textContent = refusedToSee ? word('not_allowed_here') : '';
    for (const id of ['nik', 'facts', 'stages', 'note-list']) $(id).replaceChildren();
    $('journey').hidden = $('notes').hidden = true;
    $('person').dataset.stands = '';
    return;
  }
  const stands = JSON.stringify([language, person]);
  if ($('person').dataset.stands === stands) return;
  $('person').dataset.stands = stands;
  const ticket = snapshot.tickets.find((one) => one.number === person.number);
  $('name').textContent =
    person.name || word(person.booked ? 'no_name' : 'without_booking');
  $('name').classList.toggle('unknown', !person.name);
  $('nik').textContent = person.nik_last4 ? word('nik', { last4: person.nik_last4 }) : '';

  const facts = [];
  const fact = (name, value) => facts.push(make('div', '', make('dt', '', word(name)), make('dd', '', value)));
  fact('class', className(person.class_key));
  if (person.hour) fact('booked_hour', hoursText(person.hour));
  const waited = (person.called || officeTime.now()) - person.waits_since;
  fact('waits_since', `${clockText(person.waits_since)} · ${spanText(waited)}`);
  if (person.came < person.waits_since - 60000) fact('came', clockText(person.came));
  if (person.called) fact('called_at', clockText(person.called));
  if (person.recalls)
    fact('recalls', word('recalls_times', { times: person.recalls, clock: clockText(person.recalled) }));
  if (person.people > 1) fact('people', String(person.people));
  if (person.returns) fact('returned', word('returned_times', { times: person.returns }));
  if (ticket && ticket.was) fact('column_number', word('was_number', { number: ticket.was }));
  if (plan.services.length > 1) fact('service', serviceName(person.service));
  $('facts').replaceChildren(...facts);

  const service = serviceOf(person.service);
  const journey = service && service.stages.length > 1 ? service.stages : [];
  const at = journey.findIndex((stage) => stage.key === person.stage);
  const whereAndWho = (step) => [clockText(step.at), step.counter ? word('at_counter', { counter: step.counter }) : '',
    byWhom(step)].filter(Boolean).join(', ');
  const told = new Set();
  $('journey').hidden = journey.length === 0;
  $('stages').replaceChildren(...journey.map((stage, i) => {
    const done = person.steps.findLast((step) =>
      step.kind === 'finished' && step.service === person.service && step.stage === stage.key);
    if (done) told.add(done);
    const state = i === at ? 'now' : done || i < at ? 'done' : 'later';
    const item = make('li', 'is-' + state, make('b', '', named(stage, stage.key)),
      make('span', '', done && i !== at ? whereAndWho(done) : word('stage_' + state)));
    if (i === at) item.setAttribute('aria-current', 'step');
    return item;
  }));
  const notes = person.steps.filter((step) => !told.has(step));
  $('notes').hidden = notes.length === 0;
  $('note-list').replaceChildren(...notes.map((step) => {
    const stage = named(stageOf(step.service, step.stage), step.stage);
    return make('li', '', make('b', '', word('step_' + step.kind, { stage })),
      step.reason ? ` — ${step.reason}` : '', make('span', '', whereAndWho(step)));
  }));
}

function drawNext() {
  const next = details && details.next;
  // The sentence begins with the number.
  $('next-number').textContent = next ? next.number : '';
  $('next-why').textContent = next ? next[language].replace(next.number, '') : details ? word('next_nobody') : '';
}

function drawLists() {
  const lists = { waiting: [], missed: [], parked: [] };
  for (const ticket of snapshot.tickets) if (lists[ticket.phase]) lists[ticket.phase].push(ticket);
  for (const [name, list] of Object.entries(lists)) $('count-' + name).textContent = list.length;
  const list = lists[shownList];
  $('empty').hidden = list.length > 0;
  $('empty').textContent = word('empty_' + shownList);
  drawRows(list);
}

/**
 * A number keeps its row, and a row its buttons: what has the focus keeps it while others come and go. If the
 * row with the focus is gone, the list gets it and not the page.
 */
function drawRows(list) {
  const rows = $('rows');
  const focused = rows.contains(document.activeElement) ? document.activeElement : null;
  const known = new Map([...rows.children].map((one) => [one.dataset.key, one]));
  const facts = new Map(((details && details.waiting) || []).map((one) => [one.number, one]));
  const wanted = list.map((ticket) => {
    const key = `${language} ${ticket.phase} ${ticket.number}`;
    const row = known.get(key) || newRow(ticket, key);
    fillRow(row, ticket, facts.get(ticket.number));
    return row;
  });
  const stay = new Set(wanted);
  for (const row of [...rows.children]) if (!stay.has(row)) row.remove();
  let at = rows.firstElementChild;
  for (const row of wanted) {
    if (row === at) at = at.nextElementSibling; else rows.insertBefore(row, at);
  }
  if (!focused || document.activeElement === focused) return;
  if (rows.contains(focused)) focused.focus({ preventScroll: true }); else $('list').focus({ preventScroll: true });
}

function newRow(ticket, key) {
  const number = ticket.number;
  const actions = make('td', 'do');
  const add = (name, act) => {
    const button = make('button', 'quiet', name === 'row_more' ? '⋯' : word(name));
    button.type = 'button';
    button.dataset.row = name;
    button.setAttribute('aria-label', word(name + '_label', { number }));
    button.onclick = act;
    actions.append(button);
  };
  if (ticket.phase === 'missed') add('row_return', () => send('return_ticket', { number }));
  if (ticket.phase === 'parked') add('row_resume', () => send('resume', { number }));
  if (ticket.phase !== 'parked')
    add('row_call', () =>
      ask(word('order_title', { number }), word('order_about'), [reasonField(offers('order_offers'))],
        (values) => send('call_out_of_order', { number, ...values })));
  add('row_more', () => askMore(number));
  const cell = (column, className = '') => {
    const one = make('td', className);
    one.dataset.column = word(column);
    return one;
  };
  const head = make('th', '', number);
  head.scope = 'row';
  const row = make('tr', '', head, cell('column_what', 'what'), cell('column_class', 'plain'), cell('column_hour'),
    cell('column_since'), cell('column_wait'), actions);
  row.dataset.key = key;
  return row;
}

function fillRow(row, ticket, facts) {
  const stands = JSON.stringify([ticket, facts]);
  if (row.dataset.stands === stands) return;
  row.dataset.stands = stands;
  const [head, what, klass, hour, since, wait] = row.children;
  head.replaceChildren(ticket.number);
  if (ticket.was) head.append(' ', make('small', '', word('was_number', { number: ticket.was })));
  const stage = stageName(ticket.service, ticket.stage);
  // Where there is one service only, its name says nothing.
  if (stage && plan.services.length === 1) what.replaceChildren(stage);
  else what.replaceChildren(serviceName(ticket.service), stage ? make('small', '', stage) : '');
  klass.textContent = facts ? className(facts.class_key) : '';
  hour.textContent = facts && facts.hour ? hourText(facts.hour.start) : '';
  since.textContent = facts ? clockText(facts.since) : '';
  const expected = !ticket.wait ? '' : ticket.wait.high === 0 ? word('soon') : word('wait', ticket.wait);
  const ahead = ticket.phase !== 'waiting' ? '' :
    ticket.ahead === 0 ? word('first') : word('ahead', { n: ticket.ahead });
  wait.replaceChildren(ticket.until ? word('until', { clock: clockText(ticket.until) }) : expected,
    ahead ? make('small', '', ahead) : '');
}

/** Up and down go to the same button of the next row. */
function moveInList(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = event.target.closest('tr');
  if (!step || !row) return;
  event.preventDefault();
  const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  const button = next && (next.querySelector(`[data-row=${event.target.dataset.row}]`) || next.querySelector('button'));
  if (button) button.focus();
}

function drawAll() {
  $('counters').replaceChildren(
    ...snapshot.counters.map((counter) => {
      const officer = officers[counter.id];
      const item = make(
        'li',
        counter.id === counterId() ? 'mine' : '',
        make('span', 'name', counter.name, officer ? ` · ${officerName(officer)}` : ''),
        make('span', 'no', counter.number || '–'),
        make('span', 'st', word(counter.number ? 'here_' + counter.phase : 'state_' + counter.state)),
      );
      item.dataset.state = counter.number ? counter.phase : counter.state;
      return item;
    }),
  );
  $('day').textContent = `${dayText(snapshot.day)} · ${word('phase_' + snapshot.phase)}`;
  $('day').dataset.phase = snapshot.phase;
}

/** A person who goes on to the next stage with a new number does not know the number yet. */
function tellNewNumber(before, after) {
  const mine = before && before.counters.find((counter) => counter.id === counterId());
  if (!mine || !mine.number) return;
  const gone = after.tickets.find((ticket) => ticket.was === mine.number && ticket.number !== mine.number);
  if (gone && !before.tickets.some((ticket) => ticket.number === gone.number))
    say(word('new_number', { before: mine.number, after: gone.number }), 'note');
}

// Start

function fillPlace() {
  const chosen = [$('counter').value, $('officer').value];
  $('counter').replaceChildren(...plan.counters.map((counter) => option(counter.id, counter.name)));
  $('officer').replaceChildren(option('', '–'), ...plan.officers.map((officer) => option(officer.key, officer.name)));
  $('officer-label').hidden = plan.officers.length === 0 || me !== null;
  const wanted = new URLSearchParams(location.search).get('counter') || remembered('antrean.counter') ||
    String((me && me.counter) || '');
  if (plan.counters.some((counter) => String(counter.id) === wanted)) $('counter').value = wanted;
  if (plan.officers.some((officer) => officer.key === remembered('antrean.officer')))
    $('officer').value = remembered('antrean.officer');
  // Left from a page that was filled before.
  if (plan.counters.some((counter) => String(counter.id) === chosen[0])) $('counter').value = chosen[0];
  if (plan.officers.some((officer) => officer.key === chosen[1])) $('officer').value = chosen[1];
}

async function learnPlan() {
  const response = await fetch('/console/plan');
  const answer = await response.json();
  overIfSignedOut(answer);
  if (!response.ok) throw new Error('no plan');
  plan = answer;
  officeTime.learn(response, plan);
  $('zone').textContent = plan.zone;
  fillPlace();
}

function speak(chosen) {
  language = chosen === 'en' ? 'en' : 'id';
  writeWords(document);
  $('language').textContent = language === 'en' ? 'Indonesia' : 'English';
  $('language').lang = language === 'en' ? 'id' : 'en';
  document.title = `${word('counter')} · ${document.querySelector('.brand strong').textContent}`;
  document.dispatchEvent(new Event('languagechange'));
  draw();
}

/** An office that does not answer yet will. */
async function patiently(step) {
  for (;;) {
    try {
      return await step();
    } catch {
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}

async function start() {
  // The officer's own, which their account keeps; before they chose, what was last read at this machine.
  speak(remembered('antrean.language'));
  await patiently(learnMe);
  if (me && me.language) speak(me.language);
  remember('antrean.language', language);
  $('language').onclick = () => {
    speak(language === 'en' ? 'id' : 'en');
    remember('antrean.language', language);
    say('');
    if (me) post('/staff/language', { language });
  };
  await patiently(learnPlan);
  await look.now();
  $('counter').onchange = () => {
    remember('antrean.counter', $('counter').value);
    details = null;
    uncertain = '';
    say('');
    draw();
    look.now();
  };
  $('officer').onchange = () => { remember('antrean.officer', $('officer').value); draw(); };
  $('login').onclick = () => {
    if ($('login').getAttribute('aria-disabled') === 'true') return undefined;
    return officerHere() ? send('logout') : comeHere();
  };
  $('other-do').onclick = comeHere;
  $('day-button').onclick = askDay;
  $('keys-button').onclick = tellKeys;
  $('place').onsubmit = (event) => event.preventDefault();
  $('rows').onkeydown = moveInList;
  document.querySelectorAll('[data-command]').forEach((button) => {
    button.type = 'button';
    button.onclick = () => press(button.dataset.command);
  });
  document.addEventListener('keydown', (event) => {
    const command = KEYS[(event.shiftKey ? 'Shift+' : '') + event.key];
    if (!command || event.repeat || event.ctrlKey || event.altKey || event.metaKey || askDialog.dialog.open) return;
    event.preventDefault();
    press(command);
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
  setInterval(() => { if (!document.hidden) look.soon(); }, LOOK_MS);
  feed.follow((newer) => {
    const before = snapshot;
    snapshot = newer;
    const here = (shot) => shot && JSON.stringify(shot.counters.find((counter) => counter.id === counterId()));
    const mineChanged = !before || before.day !== newer.day || newer.version < before.version ||
      here(before) !== here(newer);
    if (before && (newer.version < before.version || settingsOf(before) !== settingsOf(newer)))
      learnPlan().then(draw, () => {});
    tellNewNumber(before, newer);
    draw();
    if (mineChanged) look.now(); else look.soon();
  });
}

start();
