// Under pressure a booking brings a proof of work (ALTCHA), which proof_worker.js looks for while somebody
// types. A browser that cannot do it books through the waiting room.
const proving = document.querySelector('form[data-proof]');
if (proving && window.Worker && window.crypto?.subtle) {
  const good_for = 50 * 60 * 1000;
  let proof = null;
  const solve = async () => {
    const answer = await fetch(proving.dataset.challenge, {
      method: 'POST', body: new URLSearchParams({form: proving.elements.form.value})});
    const challenge = await answer.json();
    const worker = new Worker(proving.dataset.worker);
    const number = await new Promise((done, failed) => {
      worker.onmessage = ({data}) => done(data);
      worker.onerror = failed;
      worker.postMessage(challenge);
    });
    worker.terminate();
    return btoa(JSON.stringify({algorithm: challenge.algorithm, challenge: challenge.challenge, number,
      salt: challenge.salt, signature: challenge.signature}));
  };
  const begin = () => {
    if (!proof || performance.now() - proof.at > good_for) proof = {at: performance.now(), found: solve()};
    return proof.found;
  };
  if (proving.dataset.proof === 'always') begin().catch(() => {});
  const {altcha, mail} = proving.elements;
  const said = proving.querySelector('[data-proof-said]');
  let proven = false;
  proving.addEventListener('submit', async (event) => {
    const needed = proving.dataset.proof === 'always' || mail.value.trim() === '';
    if (proven || !needed || event.submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (said.textContent) return;
    said.textContent = said.dataset.proofSaid;
    try {
      altcha.value = await begin();
    } catch {
      altcha.value = '';
    }
    said.textContent = '';
    // Not before this event is over: a form that is being sent is not sent again. Its button is off then.
    setTimeout(() => {
      proven = true;
      proving.requestSubmit();
      proven = false;
    }, 0);
  });
}
