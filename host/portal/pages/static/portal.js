// The additions by scripts. Every page works without them.
for (const button of document.querySelectorAll('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
// What went wrong is read first. Older browsers know autofocus for fields only.
document.querySelector('.alert[autofocus]')?.focus();
// "Near me": this browser sorts the offices. Where the person is goes nowhere.
const near = document.querySelector('button[data-near]');
const placed = [...document.querySelectorAll('li[data-place]')];
if (near && placed.length > 1 && navigator.geolocation) {
  const said = document.querySelector('[data-near-said]');
  const radian = Math.PI / 180;
  const kilometres = (here, item) => {
    const [latitude, longitude] = item.dataset.place.split(' ').map(Number);
    const height = Math.sin((latitude - here.latitude) * radian / 2);
    const width = Math.sin((longitude - here.longitude) * radian / 2);
    const chord = height * height + Math.cos(here.latitude * radian) * Math.cos(latitude * radian) * width * width;
    return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(chord)));
  };
  // Offices are known to 0.1 degree, which is 11 km.
  const rounded = (far) => far < 15 ? '< 15 km' : `± ${Math.round(far / 10) * 10} km`;
  const sort = ({coords}) => {
    const list = placed[0].parentElement;
    const rest = [...list.children].filter((item) => !placed.includes(item));
    const all = placed.map((item) => ({item, far: kilometres(coords, item)})).sort((a, b) => a.far - b.far);
    for (const {item, far} of all) {
      const shown = item.querySelector('.far');
      shown.textContent = rounded(far);
      shown.hidden = false;
    }
    list.append(...all.map(({item}) => item), ...rest);
    near.setAttribute('aria-pressed', 'true');
    said.textContent = near.dataset.done;
  };
  near.hidden = false;
  near.addEventListener('click', () => navigator.geolocation.getCurrentPosition(
    sort, () => { said.textContent = near.dataset.failed; }, {maximumAge: 600000, timeout: 15000}));
}
// The answer to a form that was sent gets the address of the page with the form: Back and Reload then ask for
// that page instead of sending the form again.
const {address} = document.querySelector('main').dataset;
if (address) history.replaceState(null, '', address);
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
