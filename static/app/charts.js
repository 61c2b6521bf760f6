// A chart is drawn from the table below it: the table is the truth, and all there is without script.
(() => {
  // A canvas understands fewer ways to write a colour than a style sheet: let the browser say it plainly.
  const colour = (name) => {
    const drop = document.body.appendChild(Object.assign(document.createElement("span"), { className: name }));
    const said = getComputedStyle(drop).color;
    return drop.remove() || said;
  };
  const draw = (canvas) => {
    const table = document.getElementById(canvas.dataset.chart), isShare = table.dataset.unit === "share";
    const rows = [...table.tBodies[0].rows].reverse(), text = (row, cell) => row.cells[cell].textContent.trim(), is = (marked, other) => rows.map((row) => ("mark" in row.dataset ? marked : other));
    const of = (name) => rows.map((row) => (row.dataset[name] === "" ? null : Number(row.dataset[name]) * (isShare ? 100 : 1)));
    const line = colour("chart-line"), ticks = { color: colour("chart-words") }, grid = { color: colour("chart-grid") };
    const edge = { borderWidth: 0, pointRadius: 0, backgroundColor: line.replace("rgb(", "rgba(").replace(")", ", .22)") };
    const borderDash = (context) => ("unfinished" in rows[context.p1DataIndex].dataset ? [5, 5] : undefined);
    const value = { data: of("value"), borderColor: line, backgroundColor: line, borderWidth: 2.5, segment: { borderDash }, pointRadius: is(8, 3), pointHoverRadius: is(9, 4), pointStyle: is("triangle", "circle"), pointBackgroundColor: is(colour("chart-mark"), line) };
    const label = (item) => [1, 2, ...(is(4, 0)[item.dataIndex] ? [4] : [])].map((cell) => text(rows[item.dataIndex], cell));
    const tooltip = { filter: (item) => item.datasetIndex === 2, callbacks: { label } };
    const y = { ticks: { ...ticks, callback: (step) => step.toLocaleString() + (isShare ? "%" : "") }, grid, beginAtZero: table.dataset.unit !== "points" };
    const options = { animation: false, maintainAspectRatio: false, interaction: { mode: "index", intersect: false }, plugins: { legend: { display: false }, tooltip }, scales: { x: { ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 16 }, grid }, y } };
    Chart.getChart(canvas)?.destroy();
    new Chart(canvas, { type: "line", data: { labels: rows.map((row) => text(row, 0)), datasets: [{ ...edge, data: of("high"), fill: "+1" }, { ...edge, data: of("low") }, value] }, options });
  };
  const drawAll = () => document.querySelectorAll("canvas[data-chart]").forEach(draw);
  new MutationObserver(drawAll).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  drawAll();
})();
