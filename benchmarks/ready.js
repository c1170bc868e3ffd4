// Runs before a page's own scripts: notes when the page is live. The matrix page is live once its
// picture answered a first move of its slider; a page of one slider once the slider is drawn.
globalThis.ready = new Promise((done) => {
  const range = () => document.querySelector('input.wb-range[aria-label^="Across"]');
  const picture = () => document.querySelector(".wb-chart[data-painted]")?.wbPicture;
  const lone = () => document.querySelector(".noUi-handle");
  const told = { drawn: 0, live: 0 };
  let asked;
  const look = () => {
    const now = performance.now();
    if (lone()?.getBoundingClientRect().width) return done({ drawn: now, live: now });
    if (asked === undefined && range() && picture()) {
      told.drawn = now;
      asked = Number(range().value) < 500 ? 600 : 400;
      range().value = asked;
      range().dispatchEvent(new Event("input", { bubbles: true }));
    } else if (asked && Math.round(picture().view.signal("cut_x") * 1000) === asked) {
      told.live = now;
      return done(told);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
