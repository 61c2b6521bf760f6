// Runs before the first paint: the right colours from the start.
(() => {
  const root = document.documentElement;
  const darkness = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    const theme = root.dataset.theme || "auto";
    root.dataset.bsTheme = theme === "auto" ? (darkness.matches ? "dark" : "light") : theme;
  };
  root.classList.add("js");
  root.addEventListener("theme", paint);
  darkness.addEventListener("change", paint);
  paint();
})();
