// The feed, for every page: hands over each snapshot, and says at once when the line is lost. The server
// sends something at least once a second (the time and nothing else when there is nothing new), so 2.5 s of
// silence is a loss: within 3 s the page shows it.
'use strict';

const feed = (() => {
  const SILENCE_MS = 2500;
  const FIRST_RETRY_MS = 200;
  const LAST_RETRY_MS = 2000;

  /**
   * onSnapshot(snapshot): each new one. Reflects the line's state on
   * <html data-feed="connecting|live|stale">.
   */
  function follow(onSnapshot) {
    const root = document.documentElement;
    let socket = null;
    let heard = performance.now();
    let retry = FIRST_RETRY_MS;
    let since = null;

    function show(state) {
      if (root.dataset.feed === state) return;
      root.dataset.feed = state;
      if (state === 'stale' && since === null) since = officeTime.now();
      if (state === 'live') since = null;
      document.querySelectorAll('[data-feed-since]').forEach((place) => {
        place.textContent = since === null ? '' : officeTime.clock(since, true);
      });
    }

    function connect() {
      const scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
      const mine = new WebSocket(scheme + location.host + '/feed?beat');
      socket = mine;
      mine.onmessage = (message) => {
        if (socket !== mine) return;
        heard = performance.now();
        if (message.data !== '') {
          retry = FIRST_RETRY_MS;
          const said = JSON.parse(message.data);
          if (said.sent !== undefined) officeTime.hear(said.sent);
          if (said.version !== undefined) {
            officeTime.offsetMinutes = officeTime.offsets[said.zone];
            onSnapshot(said);
          }
        }
        show('live');
      };
      mine.onclose = () => { if (socket === mine) lost(); };
    }

    function lost() {
      const old = socket;
      socket = null;
      if (old) old.close();
      show('stale');
      setTimeout(connect, retry * (0.5 + Math.random() / 2));
      retry = Math.min(retry * 2, LAST_RETRY_MS);
    }

    setInterval(() => {
      if (performance.now() - heard < SILENCE_MS) return;
      heard = performance.now();  // the next attempt gets its own time
      if (socket) lost(); else show('stale');
    }, 250);
    connect();
  }

  return { follow };
})();

/**
 * Office time, whatever this machine's clock and zone say. Every message of the feed says when it was sent;
 * until the first the server's Date header stands in. In between time runs on by performance.now(), which
 * nobody can set.
 */
const officeTime = {
  at: null,
  heard: 0,
  offsets: { WIB: 420, WITA: 480, WIT: 540 },
  offsetMinutes: 420,
  zone: 'WIB',
  learn(response, plan) {
    const date = Date.parse(response.headers.get('Date'));
    if (!Number.isNaN(date) && this.at === null) this.hear(date + 500);
    this.offsetMinutes = plan.utc_offset_minutes;
    this.zone = plan.zone;
  },
  hear(ms) {
    this.at = ms;
    this.heard = performance.now();
  },
  now() { return this.at === null ? Date.now() : this.at + performance.now() - this.heard; },
  clock(ms, seconds = false) {
    const text = new Date(ms + this.offsetMinutes * 60000).toISOString();
    return text.slice(11, seconds ? 19 : 16).replaceAll(':', '.');
  },
};

/** An element with text (never markup) and children. */
function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const child of children) if (child !== null && child !== undefined) element.append(child);
  return element;
}

/** Sends JSON; gives {ok, status, answer}. Status 0: nobody knows whether it arrived. */
async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
      signal: AbortSignal.timeout(10000),
    });
    return { ok: response.ok, status: response.status, answer: await response.json() };
  } catch {
    return {
      ok: false, status: 0,
      answer: {
        id: 'Tidak ada jawaban. Lihat nomor di layar sebelum mencoba lagi.',
        en: 'No answer. Look at the number on the screen before you try again.',
      },
    };
  }
}
