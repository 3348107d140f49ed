// The texts of a page that shows one language at a time (page_texts.cpp), by key. An element with data-text
// is given its text, one with data-title its title; `{name}` in a text is filled.
'use strict';

const words = {
  all: JSON.parse(document.body.dataset.texts),
  language: 'id',

  /** The text of this key in `language`. A key that is not there is a bug, which the console then tells. */
  in(language, key, values = {}) {
    const text = this.all[language][key];
    if (text === undefined) throw new Error('no text ' + key);
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  },
  of(key, values) { return this.in(this.language, key, values); },
  has(key) { return Object.hasOwn(this.all.id, key); },

  /** Writes the page in `language`: everything that is always there. */
  use(language, values = {}) {
    this.language = language;
    document.documentElement.lang = language;
    for (const place of document.querySelectorAll('[data-text]')) {
      const text = this.of(place.dataset.text, values);
      if (place.textContent !== text) place.textContent = text;
    }
    for (const place of document.querySelectorAll('[data-label]'))
      place.setAttribute('aria-label', this.of(place.dataset.label, values));
  },
};
