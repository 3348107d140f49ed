// For the staff's pages that take their texts from words.js and show one language at a time: the person's own
// where somebody signs in, else what this browser chose last.
'use strict';

/**
 * Learns who is signed in, shows the page in their language, and lets them change it. `show()` writes what
 * is not always there, and is called again after a change of language.
 */
async function beginStaffPage(show) {
  const remembered = () => { try { return localStorage.getItem('antrean.language'); } catch { return null; } };
  const speak = (chosen) => {
    language = chosen === 'en' ? 'en' : 'id';
    words.use(language);
    const other = document.getElementById('language');
    other.textContent = language === 'en' ? 'Indonesia' : 'English';
    other.lang = language === 'en' ? 'id' : 'en';
    try { localStorage.setItem('antrean.language', language); } catch { /* a private window forgets it */ }
    document.dispatchEvent(new Event('languagechange'));
    show();
  };
  speak(remembered());
  await learnMe();
  if (me && me.language && me.language !== language) speak(me.language);
  document.getElementById('language').onclick = () => {
    speak(language === 'en' ? 'id' : 'en');
    if (me) post('/staff/language', { language });
  };
}
