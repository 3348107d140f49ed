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
  card.innerHTML = `<h2>Counter ${id}</h2><output class="led" id="board-${20 + id}" aria-label="Board of counter ${id}"></output>
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

document.getElementById('hold').addEventListener('click', async () => {
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

function light(output, text, blink) {
  const shown = text.padEnd(1);
  const mark = shown + '|' + blink;
  if (output.dataset.mark === mark) return;
  output.dataset.mark = mark;
  output.replaceChildren(...[...shown].map((character, place) => {
    const cell = document.createElement('i');
    cell.textContent = character;
    if (blink & (0x80 >> place)) cell.className = 'blink';
    return cell;
  }));
}

function show(state) {
  for (const board of state.boards || []) {
    const output = document.getElementById(`board-${board.unit}`);
    if (output) light(output, board.text, board.blink);
  }
  for (const pad of state.pads || []) {
    const waiting = document.getElementById(`waiting-${pad.unit}`);
    if (!waiting) continue;
    light(waiting, String(pad.waiting), 0);
    buttons.forEach(([key], n) => {
      document.getElementById(`pad-${pad.unit}-${key}`).className = pad.lamps[n];
    });
  }
  if (state.entrance) {
    const answer = state.entrance;
    document.getElementById('entrance').className = 'entrance ' + (answer.outcome === 'admitted' ? 'admitted' : 'refused');
    document.getElementById('entrance-number').textContent = answer.outcome === 'admitted' ? answer.numbers.join(' ') : '✕';
    document.getElementById('entrance-id').textContent = answer.id;
    document.getElementById('entrance-en').textContent = answer.en;
  }
  document.getElementById('tv').src = `/desk/tv.png?v=${state.tv}`;
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
