// The claim page's script: what the page can't know because it is the same for everyone.
// It asks where this member stands, counts down on the store's clock, asks for a coupon, and shows what comes of it.
// Rules: one claim at a time; a lost answer is asked again, never guessed; every request of a crowd is spread by chance.

const TRIES_MAX = 10;              // of one press, about a minute and a half
const ANSWER_MS_MAX = 8000;        // then the request is given up and asked again
const STREAM_ERRORS_MAX = 3;       // in a row, then polling
const STREAM_SILENCE_MS_MAX = 40000; // the server pings every 15 s
const SHARED_ANSWER_MS_MAX = 2000; // until the tab that has the browser's stream says that it serves this page too
const POLL_MS_FIRST = 2000;
const POLL_MS_MAX = 15000;
const EARLY_MS_MAX = 3000;         // a press that the store's clock found this early is asked again, not sent back
const SEOUL_MS = 9 * 3600 * 1000;  // no summer time

const byId = id => document.getElementById(id);
const panel = byId('claim');
const { words, phrases } = JSON.parse(byId('texts').textContent);
const page = panel.dataset;
const language = document.documentElement.lang;
const api = `/api/v1/campaigns/${encodeURIComponent(page.slug)}`;
const kept = `claim:${page.slug}`;

// The picture of the code is loaded only when it is opened, and from an address of each claim's own:
// an image that was loaded stays in the document under its address.
const qr = document.querySelector('#coupon details img');
const qrAddress = qr?.src;
qr?.removeAttribute('src');
qr?.closest('details').addEventListener('toggle', showQr);

let moment = page.moment;          // the moment that the page shows
const sent = page.moment;          // the moment that the document came with
let opensAt = Date.parse(page.opens);
let soldOutAt = Date.parse(page.soldOutAt);
let claim = null;                  // the last thing heard of this member's claim
let ahead = Infinity;              // only ever falls
let isAsking = false;
let visit = 0;                     // counts up when the page is left: who comes back may be somebody else, and no press of before goes on
let proof = '';                    // the answer to the campaign's challenge, where it asks for one
let isSignedOut = false;
let lastLook = -Infinity;

const number = value => new Intl.NumberFormat(language).format(value);
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const wait = ms => new Promise(done => setTimeout(done, ms));
const spread = ms => ms * (0.5 + Math.random());   // half to one and a half

// ── Clock: the store's, measured by the round trip; the device's own may be wrong by hours ──
const clock = { offset: null, trip: Infinity, measured: -Infinity, tried: performance.now() };   // the start measures at once
const storeNow = () => performance.now() + clock.offset;

async function measureClock() {
  const sent = clock.tried = performance.now();
  const campaign = await get(api);
  const came = performance.now();
  if (!campaign?.serverTime) return null;
  // The quickest trip knows best; an old measure is given up, as a sleeping device's clock stands still.
  if (came - sent <= clock.trip || came - clock.measured > 60000) {
    Object.assign(clock, { offset: Date.parse(campaign.serverTime) - (sent + came) / 2, trip: came - sent, measured: came });
  }
  return campaign;
}

let ticking = 0;
function tick() {
  clearTimeout(ticking);
  if (moment !== 'before') return;
  const left = clock.offset === null ? opensAt - Date.now() : opensAt - storeNow();
  showCountdown(left);
  if (left <= 0 && clock.offset !== null) return show(isSignedOut ? 'signed-out' : 'open');
  // Once more shortly before the opening, each page at its own chance moment.
  if (left < 15000 + 30000 * chance && left > 8000 && performance.now() - clock.measured > 60000) measureClock().catch(() => {});
  // The first measure was lost: again, until there is one.
  if (clock.offset === null && performance.now() - clock.tried > 3000 + 4000 * chance) measureClock().catch(() => {});
  ticking = setTimeout(tick, left <= 0 ? 1000 : Math.min(left % 1000 + 1, left + 1));
}
const chance = Math.random();

function showCountdown(left) {
  const seconds = Math.max(0, Math.ceil(left / 1000));
  const two = value => String(value).padStart(2, '0');
  const time = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(part => two(Math.floor(part))).join(':');
  const days = Math.floor(seconds / 86400);
  const text = days > 0 ? fill(phrases.days, { days: number(days), clock: time }) : time;
  write('countdown', text);
  byId('countdown').classList.toggle('long', days > 0);
}

// ── Showing ──
function write(id, text) {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;   // an unchanged live region stays silent
}

function show(next, values = {}) {
  moment = next;
  const said = words[next];
  page.moment = next;
  page.tone = said.tone;
  values = { opens: when(opensAt), ticket: claim?.ticket ?? '', eligible: page.eligible ?? '', ...values };
  byId('icon').replaceChildren(byId(`tone-${said.tone}`).content.cloneNode(true));
  write('heading', fill(said.heading, values));
  const last = next === 'sold-out' && soldOutAt > 0 ? `${fill(phrases.lastWent, { time: exact(soldOutAt) })} ` : '';
  write('detail', last + fill(said.detail, values));
  write('press', said.button);
  // Not disabled: a disabled button loses the focus, and somebody waits there for the opening.
  byId('press').disabled = false;
  byId('press').setAttribute('aria-disabled', String(!said.press));
  byId('countdown').hidden = next !== 'before';
  byId('place').hidden = byId('ahead').hidden = byId('progress').hidden = next !== 'queued';
  byId('coupon').hidden = next !== 'issued';
  if (next !== 'issued') forgetCoupon();
  byId('my-coupons').hidden = claim === null && !['closed', 'sold-out'].includes(next);
  byId('sign-in').hidden = !(isSignedOut && next === 'before');
  if (next === 'before') tick();
  followCampaign(next === 'paused' || next === 'sold-out');
}

function seoul(ms) {
  const at = new Date(ms + SEOUL_MS);
  const two = value => String(value).padStart(2, '0');
  const clockTime = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  const seconds = two(at.getUTCSeconds());
  return {
    clock: seconds === '00' ? clockTime : `${clockTime}:${seconds}`, full: `${clockTime}:${seconds}`,
    year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(),
    monthName: new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(at),
  };
}

const nowMs = () => clock.offset === null ? Date.now() : storeNow();
const isToday = ms => Math.floor((ms + SEOUL_MS) / 864e5) === Math.floor((nowMs() + SEOUL_MS) / 864e5);
const when = ms => fill(isToday(ms) ? phrases.today : phrases.otherDay, seoul(ms));
const exact = ms => isToday(ms) ? seoul(ms).full : fill(phrases.exactOtherDay, { ...seoul(ms), clock: seoul(ms).full });

// ── Asking the server ──
function request(address, options = {}) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), ANSWER_MS_MAX);
  const usual = { credentials: 'same-origin', cache: 'no-store', headers: { Accept: 'application/json' }, signal: giveUp.signal };
  return fetch(address, { ...usual, ...options }).finally(() => clearTimeout(timer));
}

/** In a shop's frame the whole window goes: only the claim page may be framed. */
function signIn() {
  top.location.href = new URL(page.signIn, location).href;
}

async function get(address) {
  const response = await request(address);
  return response.ok ? response.json() : null;
}

/** Asks where this member stands; shows it when there is a claim, and forgets the claim of somebody else. Gives the HTTP status. */
async function look(cache = 'no-store') {
  const response = await request(`${api}/claims/me`, { cache });
  isSignedOut = response.status === 401;
  if (response.ok) receive(await response.json());
  else if (claim !== null && (response.status === 401 || response.status === 404)) forget();
  return response.status;
}

async function ask() {
  if (isAsking) return;
  const mine = visit;
  isAsking = true;
  show('asking');
  try {
    for (let tried = 1; tried <= TRIES_MAX; tried++) {
      const again = await askOnce(tried, mine);
      if (again === null || mine !== visit) return;
      await Promise.race([wait(again), new Promise(done => addEventListener('online', done, { once: true }))]);
    }
    if (mine === visit) show(gaveUpAs[moment] ?? 'store-unavailable');
  } finally {
    if (mine === visit) isAsking = false;
  }
}

const gaveUpAs = { crowded: 'too-many-requests', preparing: 'not-ready' };

/** One try. Gives the pause in ms before the next one, or null when there is an answer. */
async function askOnce(tried, mine) {
  const pause = spread(Math.min(10000, 400 * 2 ** (tried - 1)));
  let response;
  let answer;
  try {
    const headers = { Accept: 'application/json', ...proof && { 'Claim-Challenge': proof } };
    response = await request(`${api}/claims`, { method: 'POST', headers });
    answer = await response.json().catch(() => ({}));
    if (answer.challenge?.kind === 'proof-of-work') {
      const { solve } = await import('./challenge.js');
      proof = await solve(answer.challenge);
      return 0;
    }
  } catch {
    if (mine === visit) show('asking-again');
    return pause;
  }
  if (mine !== visit) return null;
  if (response.ok) {
    receive(answer);
    return null;
  }
  if (response.status === 401) {
    signIn();
    return null;
  }
  if (response.status === 429 || response.status >= 500) {
    show(response.status === 429 ? 'crowded' : answer.code === 'not-ready' ? 'preparing' : 'asking-again');
    const told = Number(response.headers.get('Retry-After')) * 1000 || 0;
    return Math.max(pause, told + Math.random() * Math.max(500, told / 2));
  }
  return refuse(answer);
}

function refuse(answer) {
  if (answer.code === 'not-open-yet') {
    opensAt = Date.parse(answer.opensAt) || opensAt;
    const left = opensAt - nowMs();
    if (left < EARLY_MS_MAX) return Math.max(100, left) + Math.random() * 300;
    show('before');
    measureClock().then(tick, () => {});
    return null;
  }
  if (answer.soldOutAt) soldOutAt = Date.parse(answer.soldOutAt);
  const known = answer.code in words ? answer.code : 'store-unavailable';
  if (['revoked', 'queue-expired', 'refused'].includes(known)) {
    claim ??= { ticket: answer.ticket ?? '' };
    if (answer.ticket === undefined) look().catch(() => {});
  }
  show(known);
  return null;
}

// ── The claim ──
const momentOf = {
  queued: 'queued', issued: 'issued', redeemed: 'redeemed', revoked: 'revoked',
  queueExpired: 'queue-expired', refused: 'refused', quarantined: 'quarantined',
};

/** The page as it was sent, the same for everyone: what is on it of a member goes. */
function forget() {
  unfollowClaim();
  claim = null;
  ahead = Infinity;
  proof = '';
  forgetPlace();
  write('place', '');
  write('ahead', '');
  show(isSignedOut && sent === 'open' ? 'signed-out' : sent);
}

function forgetCoupon() {
  write('code', '');
  write('code-facts', '');
  const details = document.querySelector('#coupon details');
  if (details) details.open = false;
  qr?.removeAttribute('src');
}

function showQr() {
  if (!qr?.closest('details').open || !claim?.ticket) return;
  const address = `${qrAddress}?ticket=${claim.ticket}`;
  if (qr.src !== address) qr.src = address;
}

function receive(heard) {
  if (claim !== null && heard.ticket !== undefined && claim.ticket !== heard.ticket) {
    // Another member signed in: nothing of the former one's is merged with theirs.
    unfollowClaim();
    claim = null;
    ahead = Infinity;
  }
  claim = { ...claim, ...heard };
  isSignedOut = false;
  const next = momentOf[claim.status] ?? 'queued';
  if (next === 'queued') {
    recallPlace();
    show('queued');
    showPlace();
    followClaim();
    return;
  }
  if (next === 'issued') showCoupon();
  show(next);
  if (next === 'quarantined') followClaim(); else unfollowClaim();
}

/** The store has neither ticket nor coupon for a claim that waited here: the page asks again by itself. */
function askAnew() {
  if (claim?.status !== 'queued') return;
  forget();
  wait(spread(500)).then(ask);
}

const keepPlace = place => sessionStorage.setItem(kept, JSON.stringify(place));
function forgetPlace() {
  try {
    sessionStorage.removeItem(kept);
  } catch {
    // Storage may be forbidden; then there is nothing in it.
  }
}

/** A reload keeps the place that the first answer told. */
function recallPlace() {
  try {
    if (claim.place > 0) keepPlace({ ticket: claim.ticket, place: claim.place, ahead: claim.ahead });
    const before = JSON.parse(sessionStorage.getItem(kept) ?? 'null');
    if (before && before.ticket === claim.ticket) claim = { ...before, ...claim };
  } catch {
    // Storage may be forbidden; then a reload shows no place.
  }
  if (claim.ahead >= 0) ahead = Math.min(ahead, claim.ahead);
}

function showPlace() {
  const isKnown = claim.place > 0;
  write('place', isKnown ? fill(phrases.place, { place: number(claim.place) }) : '');
  write('ahead', ahead === Infinity ? '' : ahead > 0 ? fill(phrases.ahead, { ahead: number(ahead) }) : phrases.noneAhead);
  const bar = byId('progress');
  if (isKnown && ahead < Infinity) {
    bar.max = Math.max(claim.ahead, 1) + 1;
    bar.value = bar.max - ahead;
  }
}

function progress(recorded) {
  if (moment !== 'queued' || !(claim.place > 0)) return;
  ahead = Math.max(0, Math.min(ahead, claim.place - 1 - recorded));
  showPlace();
}

function showCoupon() {
  showQr();
  const until = Date.parse(claim.validUntil) || Date.parse(claim.issuedAt) + Number(page.days) * 864e5;
  write('code', claim.code);
  write('code-facts', [
    claim.number ? fill(phrases.number, { number: number(claim.number) }) : '',
    until > 0 ? fill(phrases.validUntil, { date: fill(phrases.date, seoul(until)) }) : '',
  ].filter(Boolean).join(' · '));
}

// ── Streams: own reconnecting, spread by chance, as all come back at once when an instance ends ──
function stream(address, handlers, poll, relay = () => {}) {
  let source = null;
  let errors = 0;
  let timer = 0;
  let pause = POLL_MS_FIRST;
  let isOver = false;

  function silenceEndsIn(ms) {
    clearTimeout(timer);
    timer = setTimeout(broken, ms);
  }

  function open() {
    if (isOver) return;
    source = new EventSource(address);
    silenceEndsIn(STREAM_SILENCE_MS_MAX);
    for (const [name, handle] of Object.entries({ ...handlers, ping: () => {} })) {
      source.addEventListener(name, message => {
        errors = 0;
        pause = POLL_MS_FIRST;
        silenceEndsIn(STREAM_SILENCE_MS_MAX);
        const heard = JSON.parse(message.data || 'null');
        relay({ name, heard });
        handle(heard);
      });
    }
    source.onerror = broken;
  }

  function broken() {
    source?.close();
    clearTimeout(timer);
    if (isOver) return;
    errors++;
    timer = errors < STREAM_ERRORS_MAX ? setTimeout(open, spread(1500)) : setTimeout(pollOnce, spread(pause));
  }

  async function pollOnce() {
    pause = Math.min(POLL_MS_MAX, pause * 1.5);
    await poll().catch(() => {});
    // Each fourth time the stream gets another chance.
    if (!isOver) timer = errors++ % 4 === 0 ? setTimeout(open, 0) : setTimeout(pollOnce, spread(pause));
  }

  open();
  return {
    close() {
      isOver = true;
      clearTimeout(timer);
      source?.close();
    },
  };
}

/**
 * One stream a browser: over HTTP/1.1 it has six connections to a site, and a tab that holds one leaves less for the others.
 * The tab that gets the lock has the stream and passes on what it hears; tabs that nobody serves ask by themselves until it is their turn.
 */
function shared(address, handlers, poll) {
  if (!navigator.locks || !window.BroadcastChannel) return stream(address, handlers, poll);
  const channel = new BroadcastChannel(address);
  const turn = new AbortController();
  let own = null;
  let giveBack = () => {};
  let timer = 0;
  let pause = POLL_MS_FIRST;

  const unlessHeardIn = ms => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      await poll().catch(() => {});
      pause = Math.min(POLL_MS_MAX, pause * 1.5);
      if (own === null && !turn.signal.aborted) unlessHeardIn(spread(pause));
    }, ms);
  };
  channel.onmessage = ({ data }) => {
    if (own !== null) {
      if (data.name === 'anyone') channel.postMessage({ name: 'ping', heard: null });
      return;
    }
    if (data.name === 'anyone') return;
    pause = POLL_MS_FIRST;
    unlessHeardIn(data.name === 'end' ? spread(SHARED_ANSWER_MS_MAX) : STREAM_SILENCE_MS_MAX);
    handlers[data.name]?.(data.heard);
  };
  unlessHeardIn(spread(SHARED_ANSWER_MS_MAX));
  channel.postMessage({ name: 'anyone' });
  navigator.locks.request('coupon-stream', { signal: turn.signal }, () => {
    clearTimeout(timer);
    own = stream(address, handlers, poll, message => channel.postMessage(message));
    return new Promise(done => { giveBack = done; });
  }).catch(() => {});   // given up before its turn came
  return {
    close() {
      clearTimeout(timer);
      turn.abort();
      if (own !== null) channel.postMessage({ name: 'end' });
      own?.close();
      channel.close();
      giveBack();
    },
  };
}

let claimStream = null;
function followClaim() {
  if (document.hidden) return;
  const handlers = { claim: receiveOwn, progress: event => progress(event.recorded), lost: askAnew };
  claimStream ??= shared(`${api}/claims/me/events`, handlers, look);
}
/** A stream may have been opened for another member: only what is about the claim on this page is believed. */
function receiveOwn(heard) {
  if (heard.ticket === claim?.ticket) receive(heard);
  else quietly(look);
}
function unfollowClaim() {
  claimStream?.close();
  claimStream = null;
}

let campaignStream = null;
function followCampaign(isWanted) {
  if (isWanted && !document.hidden && campaignStream === null) {
    campaignStream = shared(`${api}/events`, { campaign: receiveCampaign }, () => get(api).then(receiveCampaign));
  } else if ((!isWanted || document.hidden) && campaignStream !== null) {
    campaignStream.close();
    campaignStream = null;
  }
}

/** What the campaign's state says to somebody without a claim. */
function receiveCampaign(campaign) {
  if (!campaign || claim !== null || isAsking) return;
  soldOutAt = Date.parse(campaign.soldOutAt);
  opensAt = Date.parse(campaign.opensAt) || opensAt;
  const before = moment;
  if (campaign.state === 'open') {
    const cameOf = { paused: 'reopened', 'sold-out': 'added' };
    if (before in cameOf) show(cameOf[before]);
    else if (['before', 'closed'].includes(before)) show(isSignedOut ? 'signed-out' : 'open');
    return;
  }
  show({ scheduled: 'before', paused: 'paused', soldOut: 'sold-out', closed: 'closed', archived: 'closed' }[campaign.state] ?? before);
}

// ── Copying ──
async function copy() {
  let isCopied = true;
  try {
    await navigator.clipboard.writeText(claim.code);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(byId('code'));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    isCopied = document.execCommand('copy');   // pages without TLS have no clipboard
  }
  write('press', isCopied ? phrases.copied : phrases.copyFailed);
  await wait(2000);
  if (moment === 'issued') write('press', words.issued.button);
}

// ── Sharing: only where the device has a sheet for it ──
byId('share').hidden = !navigator.share;
byId('share').addEventListener('click', () => {
  const name = document.querySelector('h1').textContent;
  // Refused is the member's own change of mind.
  navigator.share({ title: name, text: [name, claim.code, byId('code-facts').textContent].join('\n') }).catch(() => {});
});

// ── Start ──
byId('ask').addEventListener('submit', event => {
  event.preventDefault();
  if (byId('press').getAttribute('aria-disabled') === 'true') return;
  if (moment === 'issued') copy();
  else if (moment === 'signed-out') signIn();
  else ask();
});

/**
 * A page that slept, or came to the front, catches up.
 * What is on it of a member is looked at each time: it may be withdrawn, or another member's by now.
 */
async function catchUp() {
  if (document.hidden) {
    // A tab that nobody sees leaves the connection to those that are seen.
    unfollowClaim();
    return followCampaign(false);
  }
  follow();
  if (isAsking || claim === null && performance.now() - lastLook < 5000) return;
  lastLook = performance.now();
  if (claim === null) await wait(Math.random() * 300);
  if (moment === 'before') {
    await measureClock().then(receiveCampaign);
  } else if (await look() !== 200 && claim === null) {
    await get(api).then(receiveCampaign);
  }
}
function follow() {
  followCampaign(moment === 'paused' || moment === 'sold-out');
  if (moment === 'queued' || moment === 'quarantined') followClaim();
}
let catching = null;               // coming to the front is told twice, by visibility and by focus
const quietly = task => task().catch(() => {});
const catchUpOnce = () => { catching ??= quietly(catchUp).finally(() => { catching = null; }); };
document.addEventListener('visibilitychange', () => document.hidden ? quietly(catchUp) : catchUpOnce());
addEventListener('focus', catchUpOnce);

// Whoever comes back to this page through the history may be somebody else: it goes there empty, and starts again when it is shown.
addEventListener('pageshow', event => event.persisted && quietly(comeBack));
addEventListener('pagehide', () => {
  visit++;
  isAsking = false;
  forgetForNow();
  unfollowClaim();
  campaignStream?.close();
  campaignStream = null;
  lastLook = -Infinity;
});
async function comeBack() {
  await start();
  if (claim === null && moment !== 'before') await get(api).then(receiveCampaign);
}
function forgetForNow() {
  if (claim === null) return;
  const place = claim.place > 0 ? { ticket: claim.ticket, place: claim.place, ahead: claim.ahead } : null;
  forget();
  if (place) keepPlace(place);     // a reload of the same member shows it again, by its ticket
}

let isFirst = true;
async function start() {
  lastLook = performance.now();
  show(sent);
  const clocked = moment === 'before' ? measureClock().then(campaign => { receiveCampaign(campaign); tick(); }).catch(() => {}) : null;
  const status = await look(isFirst ? 'default' : 'no-store');   // the page's own preload; the answer itself is never stored
  isFirst = false;
  if (status === 401 && moment === 'open') show('signed-out');
  else if (status === 401) show(moment);
  await clocked;
}
quietly(start);
