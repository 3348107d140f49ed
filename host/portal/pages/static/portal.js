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
