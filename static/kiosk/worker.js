// Shows the tablet's page and what belongs to it when there is no network. Answers wait in the page itself.
const SHELF = "kiosk";

const fetchOrRemember = async (wanted) => {
  const shelf = await caches.open(SHELF);
  try {
    const fresh = await fetch(wanted);
    if (fresh.ok) await shelf.put(wanted, fresh.clone());
    return fresh;
  } catch {
    const ignoreSearch = wanted.mode === "navigate";
    return (await shelf.match(wanted)) || (await shelf.match(wanted, { ignoreSearch })) || Response.error();
  }
};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(fetchOrRemember(event.request));
});
