// What a page can do faster with a script. Everything here has a plain way beside it.
(() => {
  const SECONDS_SHOWN = { success: 6, undo: 12 };
  const A_YEAR = 31536000;

  function letNoticesGo(within) {
    for (const notice of within.querySelectorAll(".notice-success, .notice-undo")) {
      const seconds = notice.matches(".toast-undo, .notice-undo") ? SECONDS_SHOWN.undo : SECONDS_SHOWN.success;
      const leave = () => notice.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : notice.remove();
      if (!notice.dataset.leaves) setTimeout(leave, seconds * 1000);
      notice.dataset.leaves = "yes";
    }
  }

  function say(templateId) {
    const template = document.getElementById(templateId);
    const notices = document.getElementById("notices");
    if (template && notices) notices.replaceChildren(template.content.cloneNode(true));
  }

  function switchTheme(form, wanted) {
    document.cookie = `theme=${wanted}; path=/; max-age=${A_YEAR}; samesite=lax`;
    document.documentElement.dataset.theme = wanted;
    document.documentElement.dispatchEvent(new Event("theme"));
    for (const button of document.querySelectorAll("[data-theme-switch] button")) {
      button.setAttribute("aria-pressed", String(button.value === wanted));
    }
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  }

  // The plain way is to select the field and copy it by hand.
  async function copyField(button) {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Without https, or when the browser was told to ask.
      if (!document.execCommand("copy")) return;
    }
    button.querySelector("span").textContent = button.dataset.copied;
  }

  // --- Pointer ---
  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close]");
    if (close) close.closest(".notice").remove();
    const copy = event.target.closest("[data-copy]");
    if (copy) copyField(copy);
    const insert = event.target.closest("[data-insert]");
    if (insert) insertWords(insert);
    closeMenus(event.target.closest("details.menu"));
  });

  // The plain way is to copy the words from the page they stand on.
  function insertWords(button) {
    const text = document.getElementById(button.closest("[data-inserts-into]").dataset.insertsInto);
    text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-theme-switch]") || !event.submitter) return;
    event.preventDefault();
    switchTheme(event.target, event.submitter.value);
  });

  // Whoever leaves a form by accident is asked once; sending it is not leaving.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[method=post]");
    if (form) form.dataset.typed = "yes";
  });
  document.addEventListener("submit", (event) => { delete event.target.dataset.typed; });
  addEventListener("beforeunload", (event) => {
    if (document.querySelector("form.keep-typed[data-typed]")) event.preventDefault();
  });

  // --- Keys ---
  function openMenu() {
    return document.querySelector("details.menu[open]");
  }

  document.addEventListener("keydown", (event) => {
    const first = document.querySelector(".word-found [data-insert]");
    // Enter in the picker takes what was found; it does not send what is half written.
    if (event.key === "Enter" && event.target.matches(".word-picker input")) {
      event.preventDefault();
      if (first) insertWords(first);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("form");
      if (form) { event.preventDefault(); form.requestSubmit(); }
    } else if (event.key === "Escape" && openMenu()) {
      const menu = openMenu();
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (event.altKey && event.code === "KeyW" && document.querySelector(".word-picker")) {
      event.preventDefault();
      document.querySelector(".word-picker").open = true;
      document.querySelector(".word-picker input").focus();
    } else if (event.altKey && event.code === "KeyI" && first) {
      event.preventDefault();
      insertWords(first);
    }
  });

  // --- Bottom sheet on the phone: its plain way is the link to #composer ---
  addEventListener("hashchange", () => {
    if (location.hash === "#composer") document.querySelector("#composer textarea, #composer input")?.focus();
  });

  function closeSheetAfterSaving(event) {
    const isSaved = event.detail.successful && event.detail.requestConfig?.verb === "post";
    if (isSaved && location.hash === "#composer" && event.detail.elt.closest("#composer")) location.hash = "stream";
  }

  // --- Till tablet: without script it leaves the page after two minutes, whatever happens on it ---
  const TELL_EVERY = 30000;
  const isByItself = (event) => ["page-news", "columns"].includes(event.target.id);

  function watchTablet(lock) {
    let touched = Date.now();
    let told = touched;
    const leave = () => location.replace(lock.dataset.till);

    async function tell() {
      told = Date.now();
      const body = new FormData();
      body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value || "");
      body.set("seconds_ago", Math.floor((told - touched) / 1000));
      const answer = await fetch(lock.dataset.stillHere, { method: "POST", body }).catch(() => null);
      if (answer && answer.redirected) leave();
    }

    document.addEventListener("input", () => { touched = Date.now(); });
    document.addEventListener("htmx:beforeRequest", (event) => { if (!isByItself(event)) touched = told = Date.now(); });
    setInterval(() => {
      if (Date.now() - touched > lock.content * 1000) leave();
      else if (touched > told && Date.now() - told >= TELL_EVERY) tell();
    }, 1000);
  }
  const lock = document.querySelector("meta[name=tablet-lock]");
  if (lock) watchTablet(lock);

  // --- Passkeys (the plain way is the password) ---
  document.addEventListener("allauth.error", (event) => { event.preventDefault(); say("passkey-failed"); });

  // --- htmx ---
  document.addEventListener("htmx:afterRequest", closeSheetAfterSaving);
  // A page asks for news only while somebody sees it, and complains of no missing answer.
  document.addEventListener("htmx:beforeRequest", (event) => { if (isByItself(event) && document.hidden) event.preventDefault(); });
  document.addEventListener("htmx:beforeSwap", (event) => { if (isByItself(event) && event.detail.xhr.status >= 400) event.detail.shouldSwap = false; });
  for (const lost of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(lost, (event) => { if (!isByItself(event)) say("no-connection"); });

  function keepFocus(event) {
    letNoticesGo(document);
    const part = event.detail.elt;
    const wrong = part.querySelector?.(".is-invalid");
    if (wrong) return wrong.focus();
    const isLost = document.activeElement === document.body || !document.activeElement;
    if (!isLost || event.detail.requestConfig?.verb !== "post") return;
    const next = part.querySelector?.("[autofocus]") || part;
    if (!next.hasAttribute?.("tabindex") && next === part) next.setAttribute("tabindex", "-1");
    next.focus({ preventScroll: true });
  }
  document.addEventListener("htmx:afterSettle", keepFocus);

  letNoticesGo(document);
  // A form that came back with mistakes begins at the first of them.
  document.querySelector("main form .is-invalid")?.focus();
})();
