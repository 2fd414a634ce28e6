// Members' pages that show something of their own and have no other script: /my/coupons, /c/{slug}/me.
// Whoever comes back through the history may be somebody else, and a coupon may have been withdrawn while nobody looked.

const main = () => document.getElementById('content');

/** Looks again and draws what changed. A page that can't be had stays as it is: a coupon is shown at a counter without a network too. */
async function look() {
  const response = await fetch(location.href, { cache: 'no-store', credentials: 'same-origin' });
  // Signed out meanwhile: the server leads to the sign-in page.
  if (response.redirected) return location.reload();
  if (!response.ok) return;
  const next = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('content');
  if (next !== null && next.innerHTML !== main().innerHTML) main().replaceWith(document.importNode(next, true));
}

let looking = null;
function lookOnce() {
  // A form that somebody fills in is left alone.
  if (document.hidden || main().querySelector('input') !== null) return;
  looking ??= look().catch(() => {}).finally(() => { looking = null; });
}

document.addEventListener('visibilitychange', lookOnce);
addEventListener('focus', lookOnce);
// The page goes into the history empty, so that not even one frame of it comes back.
addEventListener('pagehide', () => main().replaceChildren());
addEventListener('pageshow', event => event.persisted && location.reload());
