// Draws a chart above each table of a report, from the figures in the table. The table stays in the page:
// hidden from the eye until its button is pressed, and always there for a screen reader. Without this script,
// or without the chart library, the tables are what there is.
'use strict';

const colours = ['#0b3d6e', '#e0992e', '#2f9e6c', '#7d8fa3'];
// From very good to bad.
const grades = ['#1f7a4d', '#8cc7a6', '#e0992e', '#b3261e'];

function figuresOf(section) {
  const labels = [...section.querySelectorAll('tbody th')].map((cell) => cell.textContent);
  const series = [];
  section.querySelectorAll('thead th[data-drawn]').forEach((head, column) => {
    if (head.dataset.drawn !== 'yes') return;
    const values = [...section.querySelectorAll('tbody tr')].map((row) => {
      const value = row.querySelectorAll('td')[column].dataset.value;
      return value === '' ? null : Number(value);
    });
    series.push({ title: head.textContent, unit: head.dataset.unit, values });
  });
  return { labels, series };
}

// So that the marks of a chart are whole minutes, about six of them.
function stepOf(longest) {
  const steps = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 36000];
  return steps.find((step) => longest / step <= 6) || steps.at(-1);
}

const inMinutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;

function draw(section) {
  const { labels, series } = figuresOf(section);
  if (series.length === 0) return false;
  const time = series[0].unit === 'seconds';
  const stacked = section.dataset.stacked === 'yes';
  const colourOf = section.dataset.graded === 'yes' ? grades : colours;
  const longest = Math.max(1, ...series.flatMap((one) => one.values));
  const shown = (value) => (time ? inMinutes(value) : value.toLocaleString(document.documentElement.lang));
  section.querySelector('.chart').hidden = false;
  new Chart(section.querySelector('canvas'), {
    type: 'bar',
    data: {
      labels,
      datasets: series.map((one, i) => ({
        label: one.title, data: one.values, backgroundColor: colourOf[i % colourOf.length], maxBarThickness: 44,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      locale: document.documentElement.lang,
      plugins: {
        legend: { labels: { color: '#16202c', boxWidth: 14 } },
        tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${shown(item.parsed.y)}` } },
      },
      scales: {
        x: { stacked, grid: { display: false }, ticks: { color: '#16202c' } },
        y: {
          stacked, beginAtZero: true, grid: { color: '#dfe5ec' },
          ticks: { color: '#16202c', precision: 0, callback: shown, ...(time && { stepSize: stepOf(longest) }) },
        },
      },
    },
  });
  return true;
}

function showTable(section, wanted) {
  const figures = section.querySelector('.figures');
  figures.classList.toggle('unseen', !wanted);
  // What nobody sees takes no focus.
  if (wanted) figures.tabIndex = 0;
  else figures.removeAttribute('tabindex');
  section.querySelector('.toggle').setAttribute('aria-expanded', String(wanted));
}

if (window.Chart) {
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  for (const section of document.querySelectorAll('[data-report]')) {
    if (!draw(section)) continue;
    const toggle = section.querySelector('.toggle');
    toggle.hidden = false;
    toggle.onclick = () => showTable(section, toggle.getAttribute('aria-expanded') !== 'true');
    showTable(section, false);
  }
}
