/* Asks axe about a page, but only once about what it has found good.

   Its dearest questions, for colours and for places, are asked element by element, and what their answers
   depend on can be said in a line: letters and all that is painted where they stand; a target and what is
   near it. Whoever has the traits of one that was found good, on any page, need not be asked about again. */
globalThis.look = (() => {
  const SERIOUS = ["serious", "critical"], BEYOND = ["experimental", "deprecated", "wcag2aaa"];
  const BY_ELEMENT = {
    colours: ["color-contrast", "link-in-text-block"],
    places: ["target-size", "scrollable-region-focusable"],
  };
  const FIELDS = "input,select,textarea";
  const TARGETS = `a[href],button,summary,[role][tabindex],${FIELDS}`;
  const WITHOUT_LETTERS = "[type=checkbox],[type=radio],[type=range],[type=color],[type=hidden]";
  const PICTURES = "img,svg,canvas,video,iframe";
  const KEPT = ["class", "role", "type", "scope", "hidden", "disabled", "tabindex", "lang", "autocomplete",
    "open", "required", "colspan", "style"];
  const NAMES = ["alt", "for", "title", "placeholder", "href", "label", "value"];
  const UNPAINTED = "rgba(0, 0, 0, 0),none,1,none,normal,";
  const LARGE = 24;
  let found = { colours: new Map(), places: new Map() };

  /* 53 bits for a text: a page has hundreds of them. */
  const digest = text => {
    let high = 0xdeadbeef, low = 0x41c6ce57;
    for (let at = 0; at < text.length; at++) {
      high = Math.imul(high ^ text.charCodeAt(at), 2654435761);
      low = Math.imul(low ^ text.charCodeAt(at), 1597334677);
    }
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    return 4294967296 * (2097151 & low) + (high >>> 0);
  };

  /* Asked once of each element while traits are taken: meanwhile the page stands still. */
  const answers = [];
  const once = question => {
    const known = new Map();
    answers.push(known);
    return node => {
      if (!known.has(node)) known.set(node, question(node));
      return known.get(node);
    };
  };
  const isShown = once(node => node.checkVisibility());

  /* What axe would say something about, without the words: two pages of one shape have the same mistakes. */
  const trait = ({ name, value }) => KEPT.includes(name) ? `${name}=${value}`
    : name.startsWith("aria-") || NAMES.includes(name) ? name + Boolean(value) : "";
  const traitsOf = once(node => `${node.tagName} ${[...node.attributes].map(trait).sort().join(" ")}`);
  const shape = once(node => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() && "words";
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    const parts = [...node.childNodes].map(shape).filter((part, n, all) => part && part !== all[n - 1]);
    return `<${traitsOf(node)}${isShown(node) ? "" : " unseen"}>${parts.join("")}</>`;
  });

  const meet = (one, other, apart = 0) => one.left < other.right + apart && other.left < one.right + apart
    && one.top < other.bottom + apart && other.top < one.bottom + apart;
  const holds = (outer, inner) => outer.left <= inner.left && outer.right >= inner.right
    && outer.top <= inner.top && outer.bottom >= inner.bottom;

  /* Everything to be seen, as it is drawn now; what is lifted may lie on top of what is not. */
  const drawn = () => {
    const lifted = new Set();
    return [...document.querySelectorAll("html,body,body *:not(svg *:not(text))")]
      .filter(isShown).map(node => {
        const style = getComputedStyle(node);
        if (lifted.has(node.parentElement) || !/static|relative/.test(style.position)) lifted.add(node);
        return { node, style, box: node.getBoundingClientRect(), isLifted: lifted.has(node) };
      });
  };

  /* What an element puts behind or before the letters of others, or nothing. */
  const paint = ({ node, style }) => {
    const traits = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter,
      style.mixBlendMode, node.matches(PICTURES) ? node.tagName : ""].join();
    return traits === UNPAINTED ? "" : `${traits},${style.position},${style.zIndex}`;
  };

  /* Where the letters of an element itself stand. */
  const letters = ({ node, box }) => {
    if (node.matches(WITHOUT_LETTERS) || box.width <= 1 || box.height <= 1) return null;
    if (node.matches(FIELDS)) return box;
    const texts = [...node.childNodes].filter(part => part.nodeType === Node.TEXT_NODE && part.data.trim());
    if (!texts.length) return null;
    const range = document.createRange();
    range.setStartBefore(texts[0]);
    range.setEndAfter(texts.at(-1));
    return range.getBoundingClientRect();
  };

  /* Left of a page that begins at the left: nobody can scroll there, and axe has no answer about it. */
  const isBeyond = box => box.right + scrollX <= 0 && getComputedStyle(document.body).direction === "ltr";

  const blockOf = node => {
    let block = node.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return block;
  };

  /* A link among words is told from them by a line, or by its colour. */
  const linkTraits = ({ node, style }) => {
    if (!node.matches("a,[role=link]") || style.display !== "inline") return "";
    const block = blockOf(node), words = getComputedStyle(block);
    return [style.textDecoration, style.borderBottom, style.fontStyle, style.fontFamily, words.color,
      words.fontSize, words.fontWeight, words.fontFamily, shape(block),
      block.textContent.length > 2 * node.textContent.length].join();
  };

  /* The elements of each trait. */
  const gather = pairs => pairs.reduce((map, [key, node]) =>
    map.set(digest(key), [...map.get(digest(key)) ?? [], node]), new Map());

  /* Letters, by their colour and size and by all that is painted where they stand. */
  const colourTraits = (elements, root) => {
    const painters = elements.map(one => ({ ...one, paint: paint(one) })).filter(one => one.paint);
    return gather(elements.filter(({ node }) => root.contains(node)).flatMap(one => {
      const { node, style } = one, box = letters(one), link = linkTraits(one);
      if (!box || !link && isBeyond(one.box) && isBeyond(box)) return [];
      const ground = painters.filter(other => other.node.contains(node) || meet(other.box, box))
        .map(other => other.paint + other.node.contains(node) + holds(other.box, box));
      const own = [style.color, style.fontSize, style.fontWeight, style.textShadow, style.webkitTextStroke];
      return [[[...own, link, ...ground].join("|"), node]];
    }));
  };

  /* Of what stands in a sentence nobody asks to be larger than a line. */
  const isAmongWords = ({ node, style }) => {
    const block = style.display === "inline" && blockOf(node);
    return block && !block.querySelector("br,hr") && [...block.childNodes].some(part =>
      part.nodeType === Node.TEXT_NODE && part.data.trim());
  };

  /* As far from the next as the standard wants small ones to be, and a little more. */
  const isLarge = box => box.width >= LARGE && box.height >= LARGE;
  const isApart = (box, other) => {
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    const toEdge = Math.hypot(
      Math.max(other.left - x, 0, x - other.right), Math.max(other.top - y, 0, y - other.bottom));
    const toMiddle = Math.hypot((other.left + other.right) / 2 - x, (other.top + other.bottom) / 2 - y);
    return toEdge > LARGE / 2 + 1 && (isLarge(other) || toMiddle > LARGE + 1);
  };
  const isClear = (target, targets, elements) => {
    const { node, box, isLifted } = target;
    const isMet = elements.some(other => meet(other.box, box, -0.5) && (other.isLifted || !isLifted)
      && !other.node.contains(node) && (!node.contains(other.node) || other.node.matches(TARGETS)));
    return !isMet && (isLarge(box) || targets.every(other => other === target || isApart(box, other.box)));
  };

  /* What a finger aims at, unless nothing is near it; and what has more in it than it shows. */
  const placeTraits = (elements, root) => {
    const targets = elements.filter(({ node, box }) => node.matches(TARGETS) && box.width && box.height);
    const crowded = targets.filter(one =>
      root.contains(one.node) && !isAmongWords(one) && !isClear(one, targets, elements));
    const scrolling = elements.filter(({ node, style }) => root.contains(node)
      && /auto|scroll/.test(style.overflowX + style.overflowY)
      && (node.scrollWidth > node.clientWidth || node.scrollHeight > node.clientHeight));
    return gather([
      ...crowded.map(one => [neighbourhood(one, elements), one.node]),
      ...scrolling.map(({ node }) => [`scrolls ${shape(node)}`, node]),
    ]);
  };
  const neighbourhood = ({ node: target, box: at }, elements) => elements
    .filter(({ node, box }) => node === target || meet(box, at, LARGE) && !node.contains(target))
    .map(({ node, style, box, isLifted }) => [traitsOf(node), style.display, style.position, style.zIndex,
      isLifted, box.left - at.left, box.top - at.top, box.width, box.height].join()).join("|");

  /* Of ids axe says nothing any more; what is labelled or changed by one that stands twice is the first. */
  const twice = () => {
    const ids = [...document.querySelectorAll("[id]")].map(node => node.id).sort();
    return ids.filter((id, at) => id === ids[at - 1] && id !== ids[at - 2]);
  };

  /* The traits of the page as it is drawn now, and its shape. */
  const traits = place => {
    answers.forEach(known => known.clear());
    const root = document.querySelector(place) ?? document.body, elements = drawn();
    found = { colours: colourTraits(elements, root), places: placeTraits(elements, root) };
    const content = document.querySelector("main") ?? document.body, shapeOfContent = digest(shape(content));
    return {
      colours: [...found.colours.keys()], places: [...found.places.keys()], content: shapeOfContent,
      shape: root === content ? shapeOfContent : digest(shape(root)),
      twice: twice(), isTooWide: document.documentElement.scrollWidth > innerWidth,
    };
  };

  let asked = new Set(), passed = new Set();
  const rules = axe._audit.rules.filter(rule =>
    SERIOUS.includes(rule.impact) && !rule.tags.some(tag => BEYOND.includes(tag)));
  const kindOf = rule => Object.keys(BY_ELEMENT).find(kind => BY_ELEMENT[kind].includes(rule.id));
  for (const rule of rules.filter(kindOf)) {
    const matches = rule.matches;
    rule.matches = (node, ...more) => asked.has(node) && matches.call(rule, node, ...more);
  }
  /* Where axe cannot tell, it has not found anything good; on a picture it never can. */
  const contrast = axe._audit.checks["color-contrast"], evaluate = contrast.evaluate;
  contrast.evaluate = function (node, ...more) {
    const isGood = evaluate.call(this, node, ...more);
    const isSettled = isGood ?? getComputedStyle(node).backgroundImage !== "none";
    if (isSettled && axe.commons.dom.isVisibleOnScreen(node)) passed.add(node);
    return isGood;
  };

  /* What is wrong with the elements of these traits, and with everything else when that is asked for. */
  const ask = async ([place, isEverything, unknown]) => {
    const elements = Object.keys(unknown).flatMap(kind => unknown[kind].flatMap(key => found[kind].get(key)));
    [asked, passed] = [new Set(elements), new Set()];
    const runOnly = rules.filter(rule => kindOf(rule) ? unknown[kindOf(rule)].length : isEverything)
      .map(rule => rule.id);
    // What has to be fetched for axe is sound and film, of which we have none; nor do we ask inside frames.
    const { violations } = await axe.run(document.querySelector(place) ?? document,
      { runOnly, resultTypes: ["violations"], preload: false, iframes: false, elementRef: true });
    const serious = violations.filter(violation => SERIOUS.includes(violation.impact));
    const wrong = new Set(serious.flatMap(({ nodes }) => nodes.map(node => node.element)));
    const isFine = node => node.isConnected && !wrong.has(node);
    return {
      problems: serious.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary ?? ""}`)),
      colours: unknown.colours.filter(key => found.colours.get(key).every(isFine)
        && found.colours.get(key).some(node => passed.has(node))),
      places: unknown.places.filter(key => found.places.get(key).every(isFine)),
    };
  };

  return { traits, ask };
})();
