// The pages as an app on this phone (sw.js): what is saved to open without a network, telling the phone when
// the number is near, installing. Everything here is an addition; the pages work without it.
'use strict';

const manifest = document.querySelector('link[rel="manifest"]');
const root = manifest ? new URL('./', manifest.href) : null;
const said = document.querySelector('[data-saved]');
const push = document.querySelector('form[data-push]');
const ofAll = document.querySelector('[data-own]');
const begin = async () => {
  // Whoever only looks for a place in a rush costs the portal nothing more.
  const atOnce = said || push || ofAll || navigator.serviceWorker.controller;
  if (!atOnce) await new Promise((resolve) => { setTimeout(resolve, 3000); });
  await navigator.serviceWorker.register(new URL('sw.js', root), { scope: root.pathname });
  return navigator.serviceWorker.ready;
};
const registered = root && 'serviceWorker' in navigator ? begin() : null;

/** Gives what the service worker says, or 'failed'. */
async function ask(what) {
  const { active: worker } = await registered;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve('failed'), 30000);
    worker.postMessage({ what }, [port2]);
  });
}

// A phone that is short of room deletes what pages have saved, but not their cookies: this one remembers
// which bookings were saved, by the first digits of their addresses.
const overTls = location.protocol === 'https:';
const cookie = overTls ? '__Host-saved' : 'saved';
function marks() {
  const found = document.cookie.split('; ').find((one) => one.startsWith(`${cookie}=`));
  return found ? found.slice(cookie.length + 1).split('.').filter(Boolean) : [];
}
function mark(all) {
  const age = all.length ? 60 * 24 * 3600 : 0;
  const secure = overTls ? '; Secure' : '';
  document.cookie = `${cookie}=${all.join('.')}; Path=/; Max-Age=${age}; SameSite=Strict${secure}`;
}

async function showSaved() {
  const here = location.pathname.split('/').pop().slice(0, 8);
  const say = (text) => { said.textContent = said.dataset[text]; said.hidden = false; };
  const address = `${location.pathname}/saved/${document.documentElement.lang}`;
  const lost = marks().includes(here) && !(await caches.match(address));
  if (lost) say('lost');
  const answer = await ask('save');
  if (answer !== 'saved' || !(await caches.match(address))) {
    say('failed');
    return;
  }
  say(lost ? 'again' : 'done');
  mark([here, ...marks().filter((one) => one !== here)].slice(0, 12));
}

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
async function digest(text) {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** "Tell me on this phone": the form works with a script only, and is hidden without one. */
async function offerPush(form) {
  const { pushManager } = await registered;
  const button = form.querySelector('button');
  const answer = form.querySelector('[data-said]');
  const say = (text) => { answer.textContent = text ? form.dataset[text] : ''; };
  const told = new Set(form.dataset.told.split(' '));
  let on = false;
  const show = () => { button.textContent = on ? form.dataset.end : form.dataset.start; };
  const send = async (address, subscription) => {
    const json = subscription.toJSON();
    const fields = new URLSearchParams({ form: form.elements.form.value, endpoint: json.endpoint,
      p256dh: json.keys.p256dh, auth: json.keys.auth });
    const { ok, status } = await fetch(address, { method: 'POST', body: fields, credentials: 'same-origin' });
    if (!ok) throw new Error(status === 409 ? 'many' : 'failed');
  };
  const start = async () => {
    if (await Notification.requestPermission() !== 'granted') throw new Error('denied');
    const key = bytes(form.dataset.push);
    let subscription = await pushManager.getSubscription();
    // One that was made for another key of the portal is of no use.
    const before = subscription && subscription.options && subscription.options.applicationServerKey;
    if (before && new Uint8Array(before).join() !== key.join()) {
      await subscription.unsubscribe();
      subscription = null;
    }
    subscription = subscription || await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    await send(form.action, subscription);
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    say('');
    try {
      if (on) {
        const subscription = await pushManager.getSubscription();
        if (subscription) await send(`${form.action}/end`, subscription);
      } else {
        await start();
      }
      on = !on;
      say(on ? 'on' : 'off');
    } catch (failure) {
      say(['denied', 'many'].includes(failure.message) ? failure.message : 'failed');
    }
    show();
    // portal.js disables what was pressed, for forms that lead to another page.
    setTimeout(() => { button.disabled = false; }, 0);
  });
  const subscription = await pushManager.getSubscription();
  on = Boolean(subscription) && told.has(await digest(subscription.endpoint));
  say(on ? 'on' : '');
  show();
  form.hidden = false;
  form.closest('section').hidden = false;
}

if (registered) {
  registered.then(async ({ active: worker }) => {
    if (said) {
      await showSaved();
    } else if (ofAll) {
      await ask('save');
      if (!ofAll.querySelector('a')) mark([]);
    } else {
      worker.postMessage({ what: 'look' });
    }
  }).catch(() => { if (said) { said.textContent = said.dataset.failed; said.hidden = false; } });
  if (push && 'PushManager' in window && 'Notification' in window) offerPush(push).catch(() => {});
  for (const form of document.querySelectorAll('form[data-forget]')) {
    form.addEventListener('submit', () => {
      mark([]);
      registered.then(({ active: worker }) => worker.postMessage({ what: 'forget' }));
    });
  }
  // An installed page asks that what it has saved is not deleted.
  if (matchMedia('(display-mode: standalone)').matches && navigator.storage && navigator.storage.persist) {
    navigator.storage.persist();
  }
}

const install = document.querySelector('button[data-install]');
addEventListener('beforeinstallprompt', (event) => {
  if (!install) return;
  event.preventDefault();
  install.hidden = false;
  install.addEventListener('click', () => { install.hidden = true; event.prompt(); }, { once: true });
});
