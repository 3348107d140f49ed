// The feed, for every page. It gives each snapshot to the page, and reports at once when the line is lost.
// The server sends something at least once a second (only the time if nothing is new). So 2.5 s of silence
// are a loss, and the page shows it within 3 s.
'use strict';

const feed = (() => {
  const SILENCE_MS = 2500;
  const FIRST_RETRY_MS = 200;
  const LAST_RETRY_MS = 2000;

  /**
   * onSnapshot(snapshot): called for each new one. It writes the state of the line to
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
      heard = performance.now();  // the next attempt has its own time limit
      if (socket) lost(); else show('stale');
    }, 250);
    connect();
  }

  return { follow };
})();

/**
 * Office time. This machine's clock and zone are not used. Every message of the feed has the time when it was
 * sent; before the first message, the server's Date header is used. In between the time continues by
 * performance.now(), which nobody can set.
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

/** Sends JSON; gives {ok, status, answer}. Status 0: it is not known whether it arrived. */
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
