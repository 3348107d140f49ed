// What belongs to whoever is signed in: their sessions, and a new password.
'use strict';

const place = (id) => document.getElementById(id);
const moment = new Intl.DateTimeFormat('id', { dateStyle: 'medium', timeStyle: 'short' });

function say(words, good = false) {
  const line = place('answer');
  line.className = 'answer ' + (good ? 'note' : 'no');
  line.replaceChildren(make('b', '', words.id || words.detail || ''), ' ', make('i', '', words.en || ''));
}

async function change(path, body, done) {
  const { ok, answer } = await post(path, body);
  overIfSignedOut(answer);
  say(ok ? done : answer, ok);
  if (ok) await refresh();
  return ok;
}

function english(tag, text) {
  const one = make(tag, '', text);
  one.lang = 'en';
  return one;
}

function sessionRow(session) {
  const where = session.machine ? [session.machine] : ['Peramban lain ', english('i', 'another browser')];
  const end = make('button', 'quiet', 'Akhiri ', english('i', 'End'));
  end.type = 'button';
  end.onclick = () => change('/staff/sessions', { end: session.id }, { id: 'Sesi diakhiri.', en: 'Ended.' });
  return make('tr', '', make('td', '', ...(session.this ? [make('b', '', 'Di sini '), english('i', 'here')] : where)),
    make('td', '', moment.format(session.began)), make('td', '', moment.format(session.last_seen)),
    make('td', 'do', session.this ? null : end));
}

async function refresh() {
  const response = await fetch('/staff/sessions');
  if (!response.ok) return;
  const { sessions } = await response.json();
  place('sessions').replaceChildren(...sessions.map(sessionRow));
}

async function start() {
  await learnMe();
  if (!me) return location.assign('/');
  place('user').value = me.user;
  place('password-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const body = { current: place('current').value, password: place('password').value };
    if (await change('/staff/password', body, { id: 'Kata sandi diganti.', en: 'The password is changed.' }))
      place('password-form').reset();
  });
  await refresh();
}

start().catch(() => setTimeout(() => location.reload(), 2000));
