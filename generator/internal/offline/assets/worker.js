// Keeps what a reader has opened, for when there is no network. What it keeps and for how long stands in the Go package
// offline. Before this stands site: { keep, fallback }.
const root = new URL(registration.scope).pathname, name = sort => `remit ${root} ${sort}`;
const PAGES = name('pages'), ASSETS = name('assets'), INDEX = name('index');
const MOST = { [PAGES]: 300, [ASSETS]: 100, [INDEX]: 600 }; // files; the oldest go first
const FIXED = /^(assets|search)\/(.*[./])?[0-9a-f]{10,}\.\w+$/;
const OURS = /<script[^>]* data-worker[\s=>]/; // a page that may be kept

const below = url => { const u = new URL(url); return u.origin === location.origin && u.pathname.startsWith(root) ? u.pathname.slice(root.length) : undefined; };
const storeOf = path => path.startsWith('assets/') ? ASSETS : /^search\/./.test(path) ? INDEX : PAGES;
const keepable = r => r.status === 200 && r.type === 'basic' && !r.redirected && !/no-store|private/i.test(r.headers.get('Cache-Control') ?? '');
const kept = (path, store = storeOf(path)) => caches.open(store).then(c => c.match(root + path, { ignoreVary: true }));

// ours tells whether an answer is a file of this site: other programs may stand below the same address.
async function ours(path, response) {
  const type = response.headers.get('Content-Type') ?? '';
  if (storeOf(path) !== PAGES) return true;
  if (path.startsWith('files/')) return type.startsWith('image/');
  return type.startsWith('text/html') && OURS.test(await response.clone().text());
}

// keep takes in an answer for a path, and is then true. If it may not, it forgets what it had: the host says otherwise now.
async function keep(path, response) {
  if (response.status === 401 || response.status === 403) return forget();
  const store = storeOf(path), cache = await caches.open(store);
  if (!keepable(response) || !await ours(path, response)) {
    response.body?.cancel(); // not read, a large download would stay in memory
    if (response.status < 500) await cache.delete(root + path);
    return;
  }
  if (path === 'search/manifest.bin') await renew(cache, response.clone());
  await cache.put(root + path, response);
  const all = await cache.keys();
  await Promise.all(all.slice(0, -MOST[store]).map(old => cache.delete(old)));
  return true;
}

// renew forgets the files of an index that is not the site's any more.
async function renew(cache, manifest) {
  const old = await kept('search/manifest.bin');
  if (!old) return;
  const [a, b] = (await Promise.all([old.arrayBuffer(), manifest.arrayBuffer()])).map(x => new Uint8Array(x));
  if (a.length === b.length && a.every((x, i) => x === b[i])) return;
  const files = (await cache.keys()).filter(r => /^search\/.*\//.test(below(r.url)));
  await Promise.all(files.map(f => cache.delete(f)));
}

// forget ends a visit: the host wants to know again who reads.
const forget = () => Promise.all([caches.delete(PAGES), caches.delete(INDEX)]);

const take = async path => keep(path, await fetch(root + path, { cache: 'no-cache' }));

const begin = () => Promise.allSettled(site.keep.map(take));
const later = (event, work) => event.waitUntil(work.catch(() => {})); // a full disk is no reason to fail

async function fixed(event, path) {
  const old = await kept(path).catch(() => {});
  if (old) return old;
  const r = await fetch(event.request);
  later(event, keep(path, r.clone()));
  return r;
}

async function fresh(event, path) {
  const page = event.request.mode === 'navigate', copy = async r => {
    if (await keep(path, r) && page && !await kept(site.fallback)) await begin(); // somebody has signed in again
  };
  try {
    const r = await event.preloadResponse || await fetch(event.request);
    later(event, copy(r.clone()));
    return r;
  } catch (e) {
    const old = await kept(path) || page && await kept(site.fallback);
    if (old) return old;
    throw e;
  }
}

addEventListener('fetch', event => {
  const { method, mode, destination, headers, url } = event.request, path = below(url);
  if (method !== 'GET' || path === undefined || headers.has('Range')) return;
  if (FIXED.test(path)) event.respondWith(fixed(event, path));
  else if (path.startsWith('files/') ? destination === 'image' : mode === 'navigate' || storeOf(path) !== PAGES) event.respondWith(fresh(event, path));
});

// A page that took the place of another one was opened without going there.
addEventListener('message', event => {
  const path = below(event.data);
  if (path !== undefined) later(event, take(path));
});

addEventListener('install', event => {
  skipWaiting();
  event.waitUntil(begin());
});

addEventListener('activate', event => event.waitUntil((async () => {
  await registration.navigationPreload?.enable();
  await clients.claim();
  // The page that brought the worker was there before it.
  const open = await clients.matchAll({ type: 'window' });
  await Promise.allSettled(open.map(c => below(c.url)).filter(path => path !== undefined).map(take));
})()));
