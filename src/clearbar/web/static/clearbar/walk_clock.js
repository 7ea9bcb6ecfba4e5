/* A walk's clock: milliseconds since the walk was begun, on the clock of the browser that only goes forward. Where that
   one stands still or begins anew (the phone slept, the page was closed), the clock on the wall fills in, if it cannot
   have been set anew meanwhile; if it may have been, `onJump` is called and nothing is made up.

   const clock = clearbarWalkClock(kept, onJump)   kept: what `mark()` gave, or null to begin
   clock.now()                                     milliseconds
   clock.mark()                                    plain data to go on from, in another life of the page */
"use strict";

window.clearbarWalkClock = (kept, onJump) => {
  const APART = 2000, LONGEST = 4 * 3600_000;
  let elapsed = kept ? kept.elapsed : 0, from = performance.now(), hidden = null;
  const steady = () => performance.timeOrigin + performance.now();

  if (kept) {
    // Two clocks of this browser must agree about how long the page was away; one that the browser had put away to save
    // memory has no second clock.
    const wall = Date.now() - kept.wall, other = steady() - kept.steady;
    const sound = wall >= 0 && wall <= LONGEST && (document.wasDiscarded || Math.abs(wall - other) <= APART);
    if (sound) elapsed += wall; else onJump();
  }
  const now = () => elapsed + performance.now() - from;
  const away = () => { hidden ??= { wall: Date.now(), steady: performance.now() }; };
  const back = () => {
    if (!hidden) return;
    const wall = Date.now() - hidden.wall, other = performance.now() - hidden.steady;
    hidden = null;
    if (wall <= other + APART) return;  // nobody slept; a wall clock that went back is not asked
    if (wall > LONGEST) onJump(); else elapsed += wall - other;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? away() : back()));
  return { now, mark: () => ({ elapsed: now(), wall: Date.now(), steady: steady() }) };
};
