// Signing in. One form at a time: name with PIN (at an enrolled machine) or password; then the second factor,
// or setting it up. Below: the once-only link, a PIN for this machine, and enrolling this machine.
'use strict';

const $ = (id) => document.getElementById(id);
const forms = ['enter', 'code', 'set-up', 'link', 'here'];
let me = null;

function show(...which) {
  for (const form of forms) $(form).hidden = !which.includes(form);
  const first = document.querySelector('form:not([hidden]) input:not([hidden])');
  if (first) first.focus();
}

function say(words, good = false) {
  const place = $('answer');
  place.replaceChildren();
  place.classList.toggle('no', Boolean(words) && !good);
  place.classList.toggle('note', Boolean(words) && good);
  if (words) place.append(make('b', '', words.id || words.detail || ''), ' ', make('i', '', words.en || ''));
}

/** Where the person wanted to go, if they may work on that page of this office; else their first page. */
function target() {
  const pages = { '/': 'counter', '/entrance': 'entrance', '/people': 'people', '/entrance/visitor': 'check_in',
    '/entrance/kiosk': 'check_in', '/live': 'day', '/staffing': 'day',
    '/audit': 'reading', '/reports': 'reading' };
  const to = new URLSearchParams(location.search).get('to') || '';
  const may = (page) => Boolean(me && me.may && me.may[pages[page]]);
  return Object.hasOwn(pages, to) && may(to) ? to : Object.keys(pages).find(may) || '/';
}

async function learnMe() {
  const response = await fetch('/staff/me');
  me = await response.json();
  $('machine').textContent = me.machine || '';
  $('open-entrance').hidden = !me.machine_of_entrance;
  $('machine-line').hidden = !me.machine;
  $('pin-label').hidden = $('use-password').hidden = !me.machine || usesPassword;
  $('password-label').hidden = Boolean(me.machine) && !usesPassword;
  $('pin').required = !$('pin-label').hidden;
  $('password').required = !$('password-label').hidden;
}

let usesPassword = false;

/** What comes after an answer of the server: {"next": ...}. */
async function next(answer) {
  say(null);
  if (answer.next === 'code') return show('code');
  if (answer.next === 'set_up') return setUp();
  await learnMe();
  if (answer.next === 'sign_in') {
    if (answer.user) $('user').value = answer.user;
    show('enter', 'link');
    return say({ id: 'Tersimpan. Silakan masuk.', en: 'Stored. Please sign in.' }, true);
  }
  // Who signed in with a password may set a PIN or enrol the machine before going on.
  if (me.by === 'password' && (me.machine || (me.may && me.may.people))) {
    $('pin-form').hidden = !me.machine;
    $('enrol-form').hidden = !(me.may && me.may.people);
    $('go-on').href = target();
    $('hello').textContent = me.name;
    return show('here');
  }
  location.assign(target());
}

async function setUp() {
  const { ok, answer } = await post('/staff/second-factor', {});
  if (!ok) return say(answer);
  $('secret').textContent = answer.text;
  $('secret-link').href = answer.uri;
  show('set-up');
}

async function send(path, body, then = next) {
  const { ok, answer } = await post(path, body);
  if (!ok) return say(answer);
  return then(answer);
}

function on(form, act) {
  $(form).addEventListener('submit', (event) => { event.preventDefault(); act(); });
}

async function start() {
  on('enter-form', () => {
    const body = { user: $('user').value };
    if ($('pin-label').hidden) body.password = $('password').value; else body.pin = $('pin').value;
    $('password').value = $('pin').value = '';
    send('/sign-in', body);
  });
  on('code-form', () => {
    const code = $('one-time').value;
    $('one-time').value = '';
    send('/sign-in/code', { code });
  });
  on('set-up-form', () =>
    send('/staff/second-factor', { code: $('first-code').value }, (answer) => {
      $('recovery').replaceChildren(...answer.recovery_codes.map((code) => make('li', '', code)));
      $('recovery-part').hidden = false;
      $('set-up-form').hidden = $('secret-part').hidden = true;
      $('after-set-up').href = target();
    }));
  on('link-form', () =>
    send('/sign-in/link', {
      code: $('link-code').value,
      ...($('link-user').value ? { user: $('link-user').value, name: $('link-name').value } : {}),
      ...($('link-pin').value ? { pin: $('link-pin').value } : { password: $('link-password').value }),
    }));
  on('pin-form', () =>
    send('/staff/pin', { pin: $('new-pin').value }, () => {
      $('new-pin').value = '';
      say({ id: 'PIN tersimpan untuk mesin ini.', en: 'The PIN is stored for this machine.' }, true);
    }));
  on('enrol-form', () => {
    const counter = Number($('machine-counter').value);
    const entrance = $('machine-entrance').checked;
    send('/staff/machine', { name: $('machine-name').value, entrance, ...(counter ? { counter } : {}) }, async () => {
      await learnMe();
      $('pin-form').hidden = entrance;
      say({ id: 'Mesin ini terdaftar.', en: 'This machine is enrolled.' }, true);
    });
  });
  // Whoever set it up takes their session with them: the machine stands before visitors.
  for (const [place, page] of [['open-visitor', '/entrance/visitor'], ['open-kiosk', '/entrance/kiosk']])
    $(place).onclick = () => send('/sign-out', {}, () => location.assign(page));
  $('use-password').onclick = async () => { usesPassword = true; await learnMe(); $('password').focus(); };
  if (location.hash.length > 1) {
    $('link-code').value = decodeURIComponent(location.hash.slice(1));
    $('link-title').parentElement.open = true;
  }
  await learnMe();
  if (me.signed_in) return location.assign(target());
  if (me.next === 'code') return show('code');
  if (me.next === 'set_up') return setUp();
  return show('enter', 'link');
}

start().catch(() => setTimeout(() => location.reload(), 2000));
