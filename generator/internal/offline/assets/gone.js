// Takes the place of a service worker that this site had once: forgets what it kept, and leaves.
addEventListener('install', () => skipWaiting());
addEventListener('activate', event => event.waitUntil((async () => {
  const root = new URL(registration.scope).pathname;
  const ours = (await caches.keys()).filter(name => name.startsWith(`remit ${root} `));
  await Promise.all(ours.map(name => caches.delete(name)));
  await registration.unregister();
})()));
