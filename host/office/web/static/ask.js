// The dialog in which a page asks for the data of a command: reasons, places, names.
'use strict';

/** The language of a page that shows one at a time, 'id' or 'en'; '' where a page shows both. */
let language = '';

/** A text in the page's language, as children of an element; the English after it where it shows both. */
const inLanguage = (id, en) =>
  language === 'en' ? [en] : language === 'id' ? [id] : [id, ' ', make('i', '', en)];
/** The same as one text, for a title or a label. */
const oneText = (id, en) => (language === 'en' ? en : language === 'id' ? id : `${id} · ${en}`);

/**
 * The settings under which a snapshot was made, as far as a page can see them. If it differs, the settings
 * were changed, and with them the choices of a page.
 */
const settingsOf = (shot) =>
  JSON.stringify([
    shot.counters.map((counter) => [counter.id, counter.name]),
    shot.services.map((service) => service.key),
    shot.alarms.filter((alarm) => alarm.subject.startsWith('settings')).map((alarm) => alarm.text_en),
  ]);

const option = (value, shown) => { const one = make('option', '', shown); one.value = value; return one; };

const askDialog = (() => {
  const dialog = make('dialog');
  const form = make('form');
  form.method = 'dialog';
  const title = make('h2'), text = make('p', 'soft'), fields = make('div', 'fields'), buttons = make('div', 'buttons');
  title.id = 'ask-title';
  dialog.id = 'ask';
  dialog.setAttribute('aria-labelledby', title.id);
  form.append(title, text, fields, buttons);
  dialog.append(form);
  document.addEventListener('DOMContentLoaded', () => document.body.append(dialog));

  // Enter in a field does it. Without this, the browser would press the first button, which is "cancel".
  form.onkeydown = (event) => {
    if (event.key !== 'Enter' || event.isComposing || event.target.tagName === 'BUTTON') return;
    const go = form.querySelector('button[value=go]');
    if (!go) return;
    event.preventDefault();
    form.requestSubmit(go);
  };

  function button(value, kind, id, en) {
    const one = make('button', kind, ...inLanguage(id, en));
    one.type = 'submit';
    one.value = value;
    if (value === 'cancel') one.formNoValidate = true;
    return one;
  }
  function open(titleText, about, inside, under, done) {
    title.textContent = titleText;
    text.textContent = about;
    fields.replaceChildren(...inside);
    buttons.replaceChildren(...under);
    dialog.onclose = () => done(dialog.returnValue);
    dialog.returnValue = '';
    dialog.showModal();
  }
  // What was typed into a dialog whose command was not done, by the dialog's title: it is there again when
  // the dialog is opened again.
  const typed = new Map();

  return { dialog, form, button, open, typed };
})();

/**
 * Asks for values. A field is {name, label} with {options: [[value, shown, group?]]}, or a text with
 * {offers: [..]}, {type}, {value}, {optional}. `then(values)` is called if the person confirms; `otherwise()`
 * if not.
 */
function ask(title, about, fields, then, otherwise = () => {}) {
  const inputs = fields.map((field) => {
    const label = make('label', '', make('span', '', field.label));
    let input;
    if (field.options) {
      input = make('select');
      for (const [value, shown, group] of field.options) {
        const last = input.lastElementChild;
        if (!group) { input.append(option(value, shown)); continue; }
        if (last && last.label === group) { last.append(option(value, shown)); continue; }
        const one = make('optgroup', '', option(value, shown));
        one.label = group;
        input.append(one);
      }
    } else {
      input = make('input');
      input.type = field.type || 'text';
      input.maxLength = 200;
      if (field.type === 'number') { input.min = 1; input.max = 480; }
      if (field.offers) {
        const list = make('datalist', '', ...field.offers.map((offer) => option(offer, offer)));
        list.id = 'offers-' + field.name;
        label.append(list);
        input.setAttribute('list', list.id);
      }
    }
    input.name = field.name;
    if (field.value !== undefined) input.value = field.value;
    const before = askDialog.typed.get(title);
    if (before && before[field.name] !== undefined) input.value = before[field.name];
    input.required = !field.optional;
    label.append(input);
    return label;
  });
  const under = [
    askDialog.button('cancel', 'quiet', 'Batal', 'Cancel'),
    askDialog.button('go', 'primary', 'Lakukan', 'Do it'),
  ];
  askDialog.open(title, about, inputs, under, (answer) => {
    if (answer !== 'go') return otherwise();
    const values = {};
    for (const [name, value] of new FormData(askDialog.form))
      if (value !== '') values[name] = name === 'minutes' ? Number(value) : value;
    askDialog.typed.set(title, { ...values, supervisor_pin: undefined });
    then(values);
  });
}

/** Lets the person choose one of several actions: [[id, en, act]]. */
function choose(title, about, choices) {
  const under = choices.map(([id, en], i) => askDialog.button(String(i), '', id, en));
  askDialog.open(
    title,
    about,
    under.map((button) => make('p', 'choice', button)),
    [askDialog.button('cancel', 'quiet', 'Batal', 'Cancel')],
    (answer) => {
      if (choices[Number(answer)] && answer !== '') choices[Number(answer)][2]();
    },
  );
}

/** Shows a text. */
function tell(title, ...paragraphs) {
  askDialog.open(title, '', paragraphs, [askDialog.button('cancel', 'primary', 'Tutup', 'Close')], () => {});
}

const reasonField = (offers) => ({
  name: 'reason', label: oneText('Alasan (wajib, dicatat)', 'Reason (needed, recorded)'), offers });

/** Who is signed in; null where nobody signs in. The pages learn it at their start. */
let me = null;

/** What a supervisor enters for a command that needs one: nothing when a supervisor is signed in. */
function supervisorFields() {
  if (me === null) return [{ name: 'supervisor', label: oneText('Nama penyelia (dicatat)', 'Supervisor (recorded)') }];
  if (me.may.exceptions) return [];
  return [
    { name: 'supervisor_user', label: oneText('Penyelia, nama pengguna', 'Supervisor, user name') },
    { name: 'supervisor_pin', label: oneText('PIN penyelia', 'Supervisor\u2019s PIN'), type: 'password' },
  ];
}

/** Learns who is signed in; goes to the sign-in page when nobody is. */
async function learnMe() {
  const response = await fetch('/staff/me');
  const told = await response.json();
  if (told.sign_in === false) return;
  if (!told.signed_in) { location.assign('/sign-in?to=' + location.pathname); await new Promise(() => {}); }
  me = told;
  const line = document.querySelector('.top .line');
  const out = make('button', 'quiet sign-out');
  // Pages that only some may open: a link for who may.
  const pages = [
    ['/live', me.may.day, 'Hari ini', 'Today'],
    ['/staffing', me.may.day, 'Rencana loket', 'Staffing'],
    ['/reports', me.may.reading, 'Laporan', 'Reports'],
    ['/audit', me.may.reading, 'Audit', 'Audit'],
    ['/people', me.may.people, 'Petugas', 'People'],
  ].filter(([, may]) => may).map(([path, , id, en]) => {
    const link = make('a');
    link.href = path;
    if (path === location.pathname) link.setAttribute('aria-current', 'page');
    return { link, id, en };
  });
  const show = () => {
    out.replaceChildren(...inLanguage('Keluar', 'Sign out'));
    for (const { link, id, en } of pages) link.textContent = language === 'en' ? en : id;
  };
  show();
  document.addEventListener('languagechange', show);
  out.type = 'button';
  out.onclick = async () => { await post('/sign-out', {}); location.assign('/sign-in?to=' + location.pathname); };
  const who = make('a', 'who', me.name);
  who.href = '/account';
  line.before(who, out);
  // Whose session has ended, here or elsewhere, leaves nothing on the screen for whoever comes next.
  setInterval(async () => {
    const now = await fetch('/staff/me').then((answer) => answer.json()).catch(() => null);
    if (now && !now.signed_in) location.assign('/sign-in?to=' + location.pathname);
  }, 60000);
  const work = { '/': me.may.counter, '/entrance': me.may.entrance };
  for (const link of document.querySelectorAll('.top nav a'))
    link.hidden = work[link.getAttribute('href')] === false && link.getAttribute('href') !== location.pathname;
  document.querySelector('.top nav').append(...pages.map(({ link }) => link));
}

/** An answer that says that the session is over: to the sign-in page, and back here. */
function overIfSignedOut(answer) {
  if (answer.reason === 'sign_in') location.assign('/sign-in?to=' + location.pathname);
}
const classField = (plan) => ({
  name: 'class_key',
  label: oneText('Golongan', 'Class'),
  options: plan.classes.map((one) => [one.key, language === 'en' ? one.name_en : one.name_id]),
});

/** Why this number is next or not yet, in the words of the queue. */
async function tellWhy(number) {
  const response = await fetch('/console/why/' + encodeURIComponent(number));
  if (!response.ok) return;
  const words = await response.json();
  const shown = language === 'en' ? [] : [make('p', '', words.id)];
  if (language !== 'id') {
    const english = make('p', '', language === 'en' ? words.en : make('i', '', words.en));
    english.lang = 'en';
    shown.push(english);
  }
  tell(language === 'en' ? `Why ${number}?` : `Mengapa ${number}?`, ...shown);
}
