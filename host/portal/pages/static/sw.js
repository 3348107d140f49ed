// The pages without a network. The bookings of this phone open with their QR; every other page says that it
// needs the network. The portal writes `version` and `files` before this text (pages/assets.cpp).
'use strict';

const root = self.registration.scope;
// Other sites may live under other paths of the same host, and have caches too.
const own = `antrean|${root}|`;
const filesCache = `${own}files|${version}`;
const savedCache = `${own}saved`;
const list = `${root}own.json`;
const languages = ['id', 'en'];
const patience = 3000; // ms, when there is a saved page to show instead
const rest = 60000; // ms, between two looks at what is booked

let looking = Promise.resolve();

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(filesCache);
    await cache.addAll(files.map((file) => root + file));
    await save();
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith(own) && name !== filesCache && name !== savedCache);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

async function asked(address) {
  const answer = await fetch(address, { cache: 'no-store', credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

/** What was saved last: {at, language, offline, bookings: [{page, is, until}]}. */
async function saved(cache) {
  const answer = await cache.match(list);
  return answer ? answer.json() : { at: 0, language: 'id', offline: '', bookings: [] };
}

/** Saves what this phone may open without a network, and deletes everything else. */
async function saveNow() {
  const cache = await caches.open(savedCache);
  const now = await (await asked(list)).json();
  const before = await saved(cache);
  const wanted = new Set([list]);
  const get = async (address, fresh) => {
    wanted.add(address);
    if (fresh || !(await cache.match(address))) await cache.put(address, await asked(address));
  };
  for (const language of languages) await get(`${root}offline/${language}`, now.offline !== before.offline);
  for (const booking of now.bookings) {
    const old = before.bookings.find(({ page }) => page === booking.page);
    const fresh = !old || old.is !== booking.is;
    for (const language of languages) await get(`${root}${booking.page}/saved/${language}`, fresh);
    await get(`${root}${booking.page}/qr.png`, fresh);
  }
  for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url);
  await cache.put(list, new Response(JSON.stringify({ ...now, at: Date.now() })));
}

/** As save(), but seldom. */
async function look() {
  const { at } = await saved(await caches.open(savedCache));
  if (Math.abs(Date.now() - at) > rest) await save();
}

/** One after the other, so that an older answer is not saved over a newer one. */
function save() {
  looking = looking.catch(() => {}).then(saveNow);
  return looking;
}

async function forget() {
  await looking.catch(() => {});
  await caches.delete(savedCache);
  const subscription = self.registration.pushManager && await self.registration.pushManager.getSubscription();
  if (subscription) await subscription.unsubscribe();
}

self.addEventListener('message', (event) => {
  const { what } = event.data || {};
  const [port] = event.ports;
  const say = (said) => { if (port) port.postMessage(said); };
  if (what === 'save') {
    event.waitUntil(save().then(() => say('saved'), () => say('failed')));
  } else if (what === 'look') {
    event.waitUntil(look().catch(() => {}));
  } else if (what === 'forget') {
    event.waitUntil(forget().then(() => say('forgotten'), () => say('failed')));
  }
});

/** A booking's saved page, as long as its day is not over. */
async function savedPage(page, language) {
  const cache = await caches.open(savedCache);
  const known = await saved(cache);
  const booking = known.bookings.find((one) => one.page === page);
  if (!booking || booking.until <= Date.now()) return null;
  return cache.match(`${root}${page}/saved/${language || known.language}`);
}

/** Says that this needs the network; also when even that page was deleted. */
async function offlinePage(language) {
  const cache = await caches.open(savedCache);
  const known = await saved(cache);
  const page = await cache.match(`${root}offline/${language || known.language}`);
  if (page) return page;
  const style = files.find((file) => file.startsWith('static/portal.css'));
  const text = `<!doctype html><html lang="id"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Tanpa internet / No network</title>
<link rel="stylesheet" href="${root}${style}"></head><body><main>
<h1>Tanpa internet</h1><p>Ponsel ini telah menghapus simpanan halaman ini. Sambungkan ke internet dan muat ulang:
semuanya disimpan lagi.</p>
<section lang="en"><h1>No network</h1><p>This phone has deleted what these pages had saved. Connect to the network and
load again: everything is saved again.</p></section>
<p><a class="button" href="">Muat ulang / Load again</a></p></main></body></html>`;
  return new Response(text, { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

async function within(answer, ms) {
  let timer = 0;
  const late = new Promise((resolve, reject) => { timer = setTimeout(() => reject(new Error('late')), ms); });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function navigate(request, url, path) {
  const language = languages.includes(url.searchParams.get('lang')) ? url.searchParams.get('lang') : '';
  const [, page] = /^(booking\/[0-9a-f]{32})\/?$/.exec(path) || [];
  const instead = page && request.method === 'GET' ? await savedPage(page, language) : null;
  try {
    const answer = await (instead ? within(fetch(request), patience) : fetch(request));
    // 502 and 504 are a proxy's: there is no portal behind it.
    const away = answer.status === 502 || answer.status === 504;
    if (instead && answer.status >= 500) return instead;
    return away ? offlinePage(language) : answer;
  } catch (lost) {
    return instead || offlinePage(language);
  }
}

/** A file with its hash never changes. After a new version, a saved page may name the file of before. */
async function file(request) {
  const cache = await caches.open(filesCache);
  const exact = await cache.match(request);
  if (exact) return exact;
  try {
    return await fetch(request);
  } catch (lost) {
    return (await cache.match(request, { ignoreSearch: true })) || Response.error();
  }
}

async function picture(request) {
  try {
    const answer = await within(fetch(request), patience);
    if (answer.status < 500) return answer;
  } catch (lost) { /* the saved one */ }
  const cache = await caches.open(savedCache);
  return (await cache.match(request.url)) || Response.error();
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (!url.href.startsWith(root)) return;
  const path = url.href.slice(root.length).replace(/[?#].*/, '');
  if (request.mode === 'navigate') {
    event.respondWith(navigate(request, url, path));
  } else if (request.method === 'GET' && path.startsWith('static/')) {
    event.respondWith(file(request));
  } else if (request.method === 'GET' && /^booking\/[0-9a-f]{32}\/qr\.png$/.test(path)) {
    event.respondWith(picture(request));
  }
});

// On the day: what the portal's notices/web_push/message.cpp wrote.
self.addEventListener('push', (event) => {
  let told = {};
  try {
    told = event.data.json();
  } catch (unreadable) { /* a notification must be shown all the same */ }
  event.waitUntil(self.registration.showNotification(told.title || 'Antrean', {
    body: told.body || '',
    tag: told.tag || 'antrean',
    renotify: true,
    lang: told.lang || 'id',
    icon: `${root}static/icon-192.png`,
    badge: `${root}static/icon-192.png`,
    requireInteraction: Boolean(told.stays),
    vibrate: [400, 150, 400, 150, 800],
    data: { page: told.page || root },
  }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { page } = event.notification.data || {};
  const target = typeof page === 'string' && page.startsWith(root) ? page : root;
  event.waitUntil((async () => {
    const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const open = windows.find((one) => one.url.split(/[?#]/)[0] === target);
    return open ? open.focus() : self.clients.openWindow(target);
  })());
});
