// What only a browser can say of who answers: was the page in sight, did somebody touch it?
// Looking alone sends nothing. A click in the mail counts as a click when somebody stays and moves.
(() => {
  const form = document.querySelector("form[data-survey]");
  if (!form) return;
  const field = (name) => form.elements.namedItem(name);
  let inSight = 0;
  const touched = (event) => { if (event.isTrusted) field("touched").value = "yes"; };
  ["pointerdown", "pointermove", "touchstart", "keydown"].forEach((kind) => addEventListener(kind, touched, { passive: true }));
  form.addEventListener("submit", () => { field("seen").value = document.visibilityState; });
  const watch = setInterval(() => {
    inSight += document.visibilityState === "visible" ? 1 : 0;
    if (inSight < 5 || field("touched").value !== "yes") return;
    clearInterval(watch);
    if (!form.querySelector("input[type=radio]:checked") || form.dataset.survey !== "new") return;
    const glance = new FormData(form);
    glance.set("do", "glance");
    glance.set("seen", document.visibilityState);
    fetch(form.action, { method: "POST", body: glance, keepalive: true, credentials: "same-origin" }).catch(() => {});
  }, 1000);
})();
