// The palette (Ctrl+K) and the keys. Their plain ways are the navigation and the pages /do/ and /keys/.
(() => {
  const PATIENCE = 1200;
  const one = (selector) => document.querySelector(selector);
  const isTyping = (element) => element.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
  let typed = "";
  let typedAt = 0;

  function open(id) {
    const dialog = document.getElementById(id);
    if (!dialog || one("dialog[open]")) return;
    dialog.showModal();
    for (const part of dialog.querySelectorAll("[hx-trigger~=fill]")) part.dispatchEvent(new Event("fill"));
  }

  function narrow(words) {
    for (const option of document.querySelectorAll("#palette [data-actions] [role=option]")) {
      const names = option.textContent.toLowerCase();
      option.hidden = !words.every((word) => names.includes(word));
    }
    if (!words.length) for (const found of document.querySelectorAll("#palette-found, #palette-word")) found.replaceChildren();
  }

  function log() {
    const box = one("#composer textarea");
    if (!box) return false;
    if (!box.offsetParent || getComputedStyle(box).visibility === "hidden") location.hash = "composer";
    box.focus();
    return true;
  }

  function step(by) {
    const beside = one(by > 0 ? "[data-next]" : "[data-previous]");
    const people = [...document.querySelectorAll("main a.person")];
    if (beside || !people.length) return beside?.click();
    const now = people.indexOf(document.activeElement);
    people[Math.min(Math.max(now < 0 ? 0 : now + by, 0), people.length - 1)].focus();
  }

  const KEYS = {
    "/": () => { const box = one("#search"); box?.select(); box?.focus(); },
    "?": () => open("keys"),
    "c": log,
    "f": () => one("#filter-open")?.click(),
    "j": () => step(1),
    "k": () => step(-1),
    "Escape": () => one("[data-back], .neighbours a, .page-back")?.click(),
  };

  function press(key) {
    const now = Date.now();
    const before = now - typedAt < PATIENCE && typed === "g" ? typed : "";
    [typed, typedAt] = [key, now];
    const link = one(`#shortcuts [data-keys="${CSS.escape(before + key)}"]`);
    if (link) link.click();
    else if (!before && key in KEYS) KEYS[key]();
    else return false;
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      return open("palette");
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat && event.key === "Escape") return;
    if (isTyping(event.target) || one("dialog[open], details.menu[open]")) return;
    if (press(event.key.length === 1 ? event.key.toLowerCase() : event.key)) event.preventDefault();
  });

  one("#palette-box")?.addEventListener("input", (event) => narrow(event.target.value.toLowerCase().split(/\s+/).filter(Boolean)));
  document.addEventListener("click", (event) => {
    const does = event.target.closest("[data-does]")?.dataset.does;
    const dialog = event.target.closest("dialog");
    if (dialog && event.target === dialog) dialog.close();
    if (!does) return;
    dialog?.close();
    if (does === "log" && log()) event.preventDefault();
    if (does === "keys" && dialog) { event.preventDefault(); open("keys"); }
  });
})();
