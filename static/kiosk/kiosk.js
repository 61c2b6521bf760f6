// A tablet that stands in the shop: one tap is an answer, and what is said after it goes with it. It waits here
// until the shop has it, under a key that makes it count once however often it is sent.
(() => {
  const root = document.querySelector("[data-kiosk]");
  const form = document.querySelector("form[data-ask]");
  if (!root || !form) return;
  const LOCKED = 3_000, IDLE = 20_000, A_MINUTE = 60_000, AN_HOUR = 3_600_000, OLDEST = 7 * 24 * AN_HOUR;
  const part = (name) => document.getElementById(name);
  const hours = JSON.parse(root.dataset.hours);
  const more = part("more"), tongues = document.querySelector(".tongues");
  let since = Date.now(), lockedUntil = 0, isSending = false, open = "";
  const opened = Date.now();

  const uuid = () => crypto.randomUUID ? crypto.randomUUID()
    : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (sign) =>
      (sign ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (sign / 4)))).toString(16));

  const waiting = () => {
    try { return JSON.parse(localStorage.getItem("waiting")) || []; } catch { return []; }
  };
  const keep = (answers) => {
    localStorage.setItem("waiting", JSON.stringify(answers.filter((each) => Date.now() - each.at < OLDEST)));
    badge();
  };
  const badge = () => {
    const count = waiting().filter(({ key }) => key !== open).length;
    part("waiting").hidden = !count;
    part("waiting").textContent = root.dataset.waiting.replace("{n}", count);
  };

  const post = (sent) => {
    const body = new FormData();
    Object.entries(sent).forEach(([name, value]) => [value].flat().forEach((each) => body.append(name, each)));
    return fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(10_000) });
  };
  const flush = async () => {
    if (isSending) return;
    isSending = true;
    try {
      for (const { at, ...each } of waiting().filter(({ key }) => key !== open)) {
        const answer = await post({ ...each, do: "queue", seconds_ago: Math.max(0, Math.round((Date.now() - at) / 1000)) });
        if (answer.status === 410) return location.reload();
        if (answer.status === 429 || answer.status >= 500) break;
        keep(waiting().filter((left) => left.key !== each.key));
      }
    } catch { /* No network: they stay. */ } finally { isSending = false; }
  };
  const sayAlive = async () => {
    try {
      const answer = await post({ do: "queue" });
      if (answer.status === 410) location.reload();
    } catch { /* It is told again in a minute. */ }
  };

  const isAwake = () => !hours || hours.some(([start, end]) => Date.now() / 1000 >= start && Date.now() / 1000 < end);
  const show = () => {
    const isThanked = Date.now() < lockedUntil, isAsleep = !isAwake() && !open;
    form.hidden = isThanked || isAsleep || Boolean(open);
    if (more) more.hidden = !open;
    if (tongues) tongues.hidden = Boolean(open);
    part("thanks").hidden = !isThanked || isAsleep;
    part("asleep").hidden = !isAsleep;
  };
  // What was not sent is forgotten, the tap is not.
  const close = (said = {}) => {
    const told = waiting().map((each) => each.key === open ? { ...said, ...each } : each);
    open = "";
    keep(told);
    more?.reset();
    flush();
  };
  const thank = () => {
    lockedUntil = Date.now() + LOCKED;
    setTimeout(start, LOCKED);
    show();
  };
  const start = () => {
    if (open) close();
    document.activeElement?.blur();
    scrollTo(0, 0);
    since = Date.now();
    if ("away" in root.dataset) location.replace(location.pathname);
    if (Date.now() - opened > AN_HOUR && navigator.onLine && !isSending) location.reload();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!event.submitter || Date.now() < lockedUntil) return;
    const { name, value, dataset } = event.submitter, key = uuid();
    const version = form.elements.namedItem("version").value;
    if (more) open = key;
    keep([...waiting(), { key, version, [name]: value, touched: event.isTrusted ? "yes" : "", at: Date.now() }]);
    if (!more) { thank(); return flush(); }
    more.dataset.band = dataset.band;
    show();
    scrollTo(0, 0);
    more.querySelector("h1").focus();
  });
  more?.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = new FormData(more), isSkipped = event.submitter?.value === "skip";
    close(isSkipped ? {} : Object.fromEntries([...typed.keys()].map((name) => [name, typed.getAll(name)])));
    thank();
  });
  ["pointerdown", "keydown", "input"].forEach((kind) => addEventListener(kind, () => { since = Date.now(); }, { passive: true }));
  setInterval(() => {
    show();
    if (Date.now() - since > IDLE) start();
  }, 500);
  setInterval(() => { if (waiting().length) flush(); else sayAlive(); }, A_MINUTE);
  addEventListener("online", flush);

  if (location.search) history.replaceState(null, "", location.pathname);
  // The first time, everything goes once more through the one who will remember it.
  if ("serviceWorker" in navigator) {
    const isNew = !navigator.serviceWorker.controller;
    navigator.serviceWorker.register(root.dataset.worker)
      .then(() => navigator.serviceWorker.ready)
      .then(() => { if (isNew) location.reload(); })
      .catch(() => {});
  }
  tongues?.querySelectorAll("button").forEach(({ value }) => { fetch(`?lang=${value}`).then((page) => page.text()).catch(() => {}); });
  badge();
  show();
  flush();
})();
