'use strict';
const counters = [1, 2, 3, 4];
const buttons = [['next', 'Next'], ['recall', 'Recall'], ['no_show', 'No-show'], ['done', 'Done']];
const said = document.getElementById('said');

function say(text, bad) {
  said.textContent = text;
  said.className = bad ? 'bad' : '';
}

async function post(path, fields) {
  try {
    const answer = await fetch(path, {method: 'POST', body: new URLSearchParams(fields)});
    return await answer.json();
  } catch {
    return {ok: false, error: 'the demo does not answer'};
  }
}

for (const id of counters) {
  const card = document.createElement('article');
  card.className = 'counter';
  card.innerHTML = `<h2>Counter ${id}</h2>
    <output class="led" id="board-${20 + id}" aria-label="Board of counter ${id}"></output>
    <div class="pad" role="group" aria-label="Call pad of counter ${id}">
      <div class="waiting">waiting <output class="led" id="waiting-${id}"></output></div>
      ${buttons.map(([key, name]) => `<button type="button" id="pad-${id}-${key}">${name}</button>`).join('')}
    </div>`;
  document.getElementById('counters').append(card);
  for (const [key] of buttons) {
    document.getElementById(`pad-${id}-${key}`).addEventListener('click', async () => {
      const answer = await post('/desk/press', {pad: String(id), button: key});
      if (!answer.ok) say(answer.error, true);
    });
  }
}

// The phone shows the web or the chat.
let chatIsOpen = false;
function openOnPhone(chat) {
  chatIsOpen = chat;
  document.getElementById('phone').hidden = chat;
  document.getElementById('chat').hidden = !chat;
  document.getElementById('open-web').setAttribute('aria-pressed', String(!chat));
  document.getElementById('open-chat').setAttribute('aria-pressed', String(chat));
  if (chat) toTheEnd();
}
document.getElementById('open-web').addEventListener('click', () => openOnPhone(false));
document.getElementById('open-chat').addEventListener('click', () => openOnPhone(true));

function toTheEnd() {
  const lines = document.getElementById('chat-lines');
  lines.scrollTop = lines.scrollHeight;
}

async function write(text, pressed) {
  const answer = await post('/desk/chat', pressed ? {text, pressed} : {text});
  if (!answer.ok) say(answer.error, true);
}

document.getElementById('chat-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const field = document.getElementById('chat-text');
  const text = field.value;
  field.value = '';
  if (text.trim()) await write(text);
});

// WhatsApp shows *bold*. The text is only ever set as text.
function bubbleText(text) {
  const shown = document.createElement('p');
  text.split(/(\*[^*\n]+\*)/).forEach((part) => {
    const bold = part.length > 2 && part.startsWith('*') && part.endsWith('*');
    const piece = document.createElement(bold ? 'b' : 'span');
    piece.textContent = bold ? part.slice(1, -1) : part;
    shown.append(piece);
  });
  return shown;
}

async function showChat() {
  const lines = await (await fetch('/desk/chat')).json();
  document.getElementById('chat-lines').replaceChildren(...lines.map((line, place) => {
    const bubble = document.createElement('div');
    bubble.className = line.own ? 'bubble own' : 'bubble';
    if (line.picture) {
      const picture = document.createElement('img');
      picture.src = line.picture;
      picture.alt = 'The booking\u2019s QR code';
      picture.className = 'chat-qr';
      picture.addEventListener('load', toTheEnd);
      bubble.append(picture);
    }
    if (line.text) bubble.append(bubbleText(line.text));
    for (const choice of line.choices) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = choice.title;
      if (choice.about) {
        const about = document.createElement('small');
        about.textContent = choice.about;
        button.append(about);
      }
      button.disabled = place < lines.length - 1 && lines.slice(place).some((later) => later.own);
      button.addEventListener('click', () => write(choice.title, choice.id));
      bubble.append(button);
    }
    return bubble;
  }));
  toTheEnd();
}

document.getElementById('hold').addEventListener('click', async () => {
  if (chatIsOpen) {
    const codes = document.querySelectorAll('.chat-qr');
    if (!codes.length) {
      say('The chat shows no booking code yet: write "antre" and answer.', true);
      return;
    }
    const answer = await post('/desk/scan', {picture: new URL(codes[codes.length - 1].src).pathname});
    say(answer.ok ? `The scanner read ${answer.scanned.slice(0, 24)}…` : answer.error, !answer.ok);
    return;
  }
  const phone = document.getElementById('phone').contentDocument;
  const code = phone && phone.querySelector('img[src$="/qr.png"]');
  if (!code) {
    say('The phone shows no booking code yet: book a place first.', true);
    return;
  }
  const answer = await post('/desk/scan', {picture: new URL(code.src).pathname});
  say(answer.ok ? `The scanner read ${answer.scanned.slice(0, 24)}…` : answer.error, !answer.ok);
});

document.getElementById('typed').addEventListener('submit', async (event) => {
  event.preventDefault();
  const field = document.getElementById('code');
  const answer = await post('/desk/scan', {typed: field.value});
  say(answer.ok ? `Typed ${answer.scanned}.` : answer.error, !answer.ok);
  field.value = '';
});

// Seven segments and the point, in the order of the firmware's bits: 7 the point, then A (top, clockwise) to
// G (middle).
const segmentShapes = [
  'M44 74a4 4 0 1 0 .1 0z', 'M8 4h26l-5 6H13z', 'M37 7v27l-3 3-3-4V13z', 'M37 73V46l-3-3-3 4v20z',
  'M8 76h26l-5-6H13z', 'M5 73V46l3-3 3 4v20z', 'M5 7v27l3 3 3-4V13z', 'M11 40l3-3h14l3 3-3 3H14z',
];
const svg = 'http://www.w3.org/2000/svg';

function light(output, text, segments) {
  const mark = text + '|' + segments;
  if (output.dataset.mark === mark) return;
  output.dataset.mark = mark;
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', `0 0 ${50 * segments.length} 82`);
  picture.setAttribute('aria-hidden', 'true');
  segments.forEach((lit, place) => segmentShapes.forEach((shape, bit) => {
    const path = document.createElementNS(svg, 'path');
    path.setAttribute('d', shape);
    path.setAttribute('transform', `translate(${50 * place} 0)`);
    if (lit & (0x80 >> bit)) path.setAttribute('class', 'lit');
    picture.append(path);
  }));
  const said = document.createElement('span');
  said.textContent = text;
  output.replaceChildren(said, picture);
}

// Mails are text of somebody else: only ever set as text.
async function showMails() {
  const mails = await (await fetch('/desk/mails')).json();
  document.getElementById('no-mails').hidden = mails.length > 0;
  const open = new Set([...document.querySelectorAll('#mails details[open]')].map((one) => one.dataset.file));
  document.getElementById('mails').replaceChildren(...mails.map((mail, place) => {
    const one = document.createElement('details');
    one.dataset.file = mail.file;
    one.dataset.digits = mail.digits;
    one.open = place === 0 || open.has(mail.file);
    const summary = document.createElement('summary');
    const to = document.createElement('small');
    to.textContent = `to ${mail.to}`;
    summary.append(mail.subject, to);
    const text = document.createElement('pre');
    text.textContent = mail.text;
    one.append(summary, text);
    return one;
  }));
}

let hasPaper = true;
function showPaper(state) {
  hasPaper = state.paper;
  const button = document.getElementById('paper');
  button.textContent = hasPaper ? 'Take the paper out' : 'Put paper in';
  button.setAttribute('aria-pressed', String(!hasPaper));
  const ticket = document.getElementById('ticket');
  if (!state.tickets || ticket.dataset.version === String(state.tickets)) return;
  ticket.dataset.version = String(state.tickets);
  // A picture of its own, so that it comes out of the printer again.
  const next = ticket.cloneNode();
  next.src = `/desk/ticket.png?v=${state.tickets}`;
  next.hidden = false;
  ticket.replaceWith(next);
  document.getElementById('no-ticket').hidden = true;
}
document.getElementById('paper').onclick = () => fetch('/desk/paper', {
  method: 'POST', body: new URLSearchParams({ there: hasPaper ? 'no' : 'yes' }) });

let mailsShown = 0;
let chatShown = 0;
function show(state) {
  if (state.chat !== chatShown) {
    chatShown = state.chat;
    showChat().catch(() => { chatShown = 0; });
  }
  if (state.mails !== mailsShown) {
    mailsShown = state.mails;
    showMails().catch(() => { mailsShown = 0; });
  }
  for (const board of state.boards || []) {
    const output = document.getElementById(`board-${board.unit}`);
    if (output) light(output, board.text || '', board.segments || []);
  }
  for (const pad of state.pads || []) {
    const waiting = document.getElementById(`waiting-${pad.unit}`);
    if (!waiting) continue;
    light(waiting, pad.waiting, pad.segments || [0, 0]);
    for (const [key] of buttons)
      document.getElementById(`pad-${pad.unit}-${key}`).classList.toggle('lit', Boolean(pad.lit[key]));
  }
  if (state.entrance) {
    const answer = state.entrance;
    const given = ['admitted', 'walk_in', 'shown_again'].includes(answer.outcome);
    document.getElementById('entrance').className = 'entrance ' + (given ? 'admitted' : 'refused');
    document.getElementById('entrance-number').textContent = given ? answer.numbers.join(' ') : '✕';
    document.getElementById('entrance-id').textContent = answer.id;
    document.getElementById('entrance-en').textContent = answer.en;
  }
  showPaper(state);
  document.getElementById('alarms').replaceChildren(...(state.alarms || []).map((alarm) => {
    const item = document.createElement('li');
    item.textContent = alarm.en;
    return item;
  }));
  document.getElementById('people').hidden = !state.pin;
  document.getElementById('pin').textContent = state.pin || '';
  const tv = document.getElementById('tv');
  if (tv.dataset.version !== String(state.tv)) {
    tv.dataset.version = String(state.tv);
    tv.src = `/desk/tv.png?v=${state.tv}`;
  }
}

function follow() {
  const socket = new WebSocket(`ws://${location.host}/desk/state?beat`);
  let last = Date.now();
  const watch = setInterval(() => {
    if (Date.now() - last > 3000) socket.close();
  }, 500);
  socket.onmessage = (message) => {
    last = Date.now();
    document.getElementById('lost').hidden = true;
    if (message.data) show(JSON.parse(message.data));
  };
  socket.onclose = () => {
    clearInterval(watch);
    document.getElementById('lost').hidden = false;
    setTimeout(follow, 1000);
  };
}
follow();
