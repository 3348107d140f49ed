// ALTCHA's proof of work: the number whose SHA-256, behind the salt, is the challenge. Off the page's thread.
const at_once = 256;
self.addEventListener('message', async ({data: {challenge, salt, maxnumber}}) => {
  const encoder = new TextEncoder();
  const wanted = new Uint8Array(challenge.match(/../g).map((byte) => parseInt(byte, 16)));
  const matches = (digest) => new Uint8Array(digest).every((byte, at) => byte === wanted[at]);
  for (let first = 0; first <= maxnumber; first += at_once) {
    const digests = await Promise.all(Array.from({length: at_once},
      (_, more) => crypto.subtle.digest('SHA-256', encoder.encode(salt + (first + more)))));
    const found = digests.findIndex(matches);
    if (found >= 0) {
      self.postMessage(first + found);
      return;
    }
  }
  self.postMessage(null);
});
