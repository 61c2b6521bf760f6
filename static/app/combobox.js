// A box with a list below it, moved through by arrow keys. The plain way is Enter: the page of results.
(() => {
  const listOf = (box) => document.getElementById(box.getAttribute("aria-controls"));
  const optionsOf = (box) => [...listOf(box).querySelectorAll("[role=option]:not([hidden]):not([aria-disabled])")];
  const activeOf = (box) => document.getElementById(box.getAttribute("aria-activedescendant") || "no-option");
  const isDropdown = (box) => !box.closest("dialog");
  let count = 0;

  function activate(box, option) {
    activeOf(box)?.setAttribute("aria-selected", "false");
    box.removeAttribute("aria-activedescendant");
    if (!option) return;
    option.id ||= `option-${++count}`;
    option.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function show(box, isOpen) {
    activate(box, null);
    if (!isDropdown(box)) return;
    listOf(box).hidden = !isOpen;
    box.setAttribute("aria-expanded", String(isOpen));
  }

  function move(box, step) {
    const options = optionsOf(box);
    if (!options.length) return;
    if (isDropdown(box) && listOf(box).hidden) show(box, true);
    const now = options.indexOf(activeOf(box));
    const next = now < 0 ? (step > 0 ? 0 : options.length - 1) : (now + step + options.length) % options.length;
    activate(box, options[next]);
  }

  function choose(box, event) {
    const option = activeOf(box);
    if (!option) return;
    event.preventDefault();
    option.click();
  }

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest("[role=combobox]");
    if (!box || event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) { event.preventDefault(); move(box, steps[event.key]); }
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) choose(box, event);
    else if (event.key === "Escape" && isDropdown(box) && !listOf(box).hidden) { event.preventDefault(); show(box, false); }
    else if (event.key === "Tab" && isDropdown(box)) show(box, false);
  });

  // What Enter takes by itself: in the palette the first that fits, under the search box only the way to add somebody.
  const firstOf = (box) => {
    const options = box.value.trim() ? optionsOf(box) : [];
    return !isDropdown(box) || options.length === 1 && options[0].matches(".person-add") ? options[0] : null;
  };

  document.addEventListener("input", (event) => {
    const box = event.target.closest("[role=combobox]");
    if (!box) return;
    activate(box, null);
    if (!box.value.trim()) show(box, false);
    // Customers on show were found for what was typed before: not yet one of them.
    const first = isDropdown(box) ? null : firstOf(box);
    if (first && !first.matches(".person")) activate(box, first);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const box = event.detail.requestConfig?.elt;
    if (!box?.matches?.("[role=combobox]")) return;
    const isWanted = box === document.activeElement && box.value.trim();
    if (!isWanted) event.target.replaceChildren();
    show(box, Boolean(isWanted && event.target.children.length));
    if (isWanted && event.detail.requestConfig.parameters.q === box.value) activate(box, firstOf(box));
  });
  document.addEventListener("click", (event) => {
    for (const box of document.querySelectorAll("[role=combobox][aria-expanded=true]")) {
      if (isDropdown(box) && !event.target.closest(".search")) show(box, false);
    }
  });
})();
