// Runs once for each pane of the page (header, talk, proof) with its own `element`, `trigger` and `watch`.
// Events that Python listens to: "cite", "suggest", "samples", "turn_to", "switch", "clear".
const narrow = () => window.matchMedia('(max-width: 900px)').matches;
const body = document.body;

function act(button) {
  const data = button.dataset;
  if (data.cite) {
    body.classList.add('proof-open');
    trigger('cite', { turn: Number(data.turn), number: Number(data.cite) });
  } else if (data.ask !== undefined) {
    trigger('suggest', { question: data.ask });
  } else if (data.samples) {
    button.disabled = true;
    button.setAttribute('aria-busy', 'true');
    trigger('samples', {});
  } else if (data.turnTo) {
    trigger('turn_to', { way: data.turnTo });
  } else if (data.do === 'language') {
    trigger('switch', {});
  } else if (data.do === 'new') {
    body.classList.remove('proof-open');
    trigger('clear', {});
  } else if (data.do === 'theme') {
    body.classList.toggle('dark');
  } else if (data.do === 'close') {
    body.classList.remove('proof-open');
  }
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button && element.contains(button) && !button.disabled) act(button);
});

const pane = element.closest('#talk, #proof, #header');
const name = pane ? pane.id : element.id;

if (name === 'header' && !window.budgetqaKeys) {
  window.budgetqaKeys = true;
  // An Enter that chooses a word of an input method is no Enter of ours.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
    if (event.key === 'Escape') body.classList.remove('proof-open');
  }, true);
}

if (name === 'header') {
  const label = () => {
    const send = document.querySelector('#question [data-testid="submit-button"]');
    const bar = element.querySelector('[data-send]');
    if (send && bar) send.setAttribute('aria-label', bar.dataset.send);
    if (bar) document.documentElement.lang = bar.lang;
  };
  watch('value', label);
  setTimeout(() => {
    label();
    const box = document.querySelector('#question textarea');
    if (box && !narrow()) box.focus();
  }, 0);
}

if (name === 'talk') {
  element.setAttribute('role', 'log');
  element.setAttribute('aria-live', 'polite');
  // A new question, and then its answer, comes to the top; opening a source moves nothing.
  let seen = '';
  watch('value', () => {
    const turns = element.querySelectorAll('.turn');
    const now = `${turns.length}/${element.querySelectorAll('.answer').length}`;
    if (turns.length && now !== seen) pane.scrollTop += turns[turns.length - 1].getBoundingClientRect().top
      - pane.getBoundingClientRect().top - 16;
    seen = now;
  });
}

if (name === 'proof') {
  watch('value', () => {
    const cited = element.querySelector('[data-cited]');
    const scroller = element.querySelector('.scroll');
    if (!scroller) return;
    if (!cited) { scroller.scrollTop = 0; scroller.scrollLeft = 0; return; }
    const place = cited.getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    // The middle of the pane, or its top for what is taller than the pane.
    scroller.scrollTop += place.top - frame.top - Math.max(48, (frame.height - place.height) / 2);
    scroller.scrollLeft += place.left - frame.left - (frame.width - place.width) / 2;
    if (narrow() && body.classList.contains('proof-open')) {
      const close = document.querySelector('#proof-pane [data-do="close"]');
      if (close) close.focus();
    }
  });
}
