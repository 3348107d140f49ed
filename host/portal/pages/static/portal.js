// The additions by scripts. Every page works without them.
for (const button of document.querySelectorAll('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
// What went wrong is read first. Older browsers know autofocus for fields only.
document.querySelector('.alert[autofocus]')?.focus();
// A pressed button stays disabled. A second press would do no harm, because of the form's key.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener('submit', () => {
    for (const button of form.querySelectorAll('button')) setTimeout(() => { button.disabled = true; }, 0);
  });
}
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('form button')) button.disabled = false;
});
// How long a place is still held. When the time is over, the page says what became of it.
for (const left of document.querySelectorAll('[data-seconds]')) {
  const until = performance.now() + Number(left.dataset.seconds) * 1000;
  const tick = () => {
    const seconds = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    left.textContent = `${left.dataset.left}: ${Math.floor(seconds / 60)}.${String(seconds % 60).padStart(2, '0')}`;
    if (seconds > 0) {
      setTimeout(tick, 1000);
    } else if (!sessionStorage.getItem(location.pathname)) {
      sessionStorage.setItem(location.pathname, 'over');
      location.reload();
    }
  };
  tick();
}
