// The counter: checks a coupon, uses it, undoes it. A use that was sent is kept with its key until its answer is known,
// through a lost connection, a reload and a new sign-in, so that asking again is always safe.

const page = document.getElementById('till');
const byId = id => document.getElementById(id);
const { words, faults, phrases, undoSeconds, language } = JSON.parse(byId('texts').textContent);
const kept = `till:${page.dataset.who}`;
const firstWait = 1000, longestWait = 15000;
let checked = null;          // what the last check was asked with
let wake = () => {};         // ends the present wait at once
let undoEnds = 0;

// ── Words ──
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const day = moment =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Seoul' }).format(new Date(moment));
const digitsOf = currency => Number(byId('currency').querySelector(`option[value="${currency}"]`)?.dataset.digits ?? 2);

function money(amount, currency) {
  const digits = digitsOf(currency);
  const number = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .format(amount / 10 ** digits);
  return fill(currency === 'KRW' ? phrases.won : phrases.money, { number, currency });
}

function worth(benefit) {
  if (benefit.kind === 'freeText') return benefit.text;
  return benefit.kind === 'percent'
    ? fill(phrases.percentOff, benefit)
    : fill(phrases.discount, { amount: money(benefit.value, benefit.currency) });
}

function write(id, text) {
  byId(id).textContent = text ?? '';
  byId(id).hidden = !text;
}

/** One moment of the page: its words, its coupon, and the buttons that make sense in it. */
function show(said, { values = {}, coupon = null, buttons = [], isStep = buttons.length > 0 } = {}) {
  byId('answer').hidden = false;
  byId('answer').dataset.tone = said.tone;
  byId('icon').replaceChildren(byId(`tone-${said.tone}`).content.cloneNode(true));
  byId('heading').textContent = said.heading;
  byId('detail').textContent = fill(said.detail, values);
  byId('coupon').hidden = coupon === null;
  if (coupon) {
    for (const id of ['discount', 'benefit', 'facts', 'terms']) write(id, coupon[id]);
  }
  for (const id of ['use', 'again', 'undo', 'next', 'sign-in']) byId(id).hidden = !buttons.includes(id);
  // One main action at a time: checking steps back while something else is to be done.
  byId('check').classList.toggle('second', isStep);
  byId('next').classList.toggle('second', !isStep);
  byId('ask').inert = said === words.sending || said === words.unsure || said === words.undoing || said === words.signedOut;
}

function couponOf(check) {
  const { benefit } = check;
  return {
    discount: benefit.kind === 'freeText' ? benefit.text : fill(phrases.discount, { amount: money(check.discount, check.currency) }),
    benefit: check.name,
    facts: [
      worth(benefit),
      benefit.maximum && fill(phrases.atMost, { amount: money(benefit.maximum, benefit.currency) }),
      benefit.minimumOrder && fill(phrases.fromOrder, { amount: money(benefit.minimumOrder, benefit.currency) }),
      fill(phrases.validUntil, { date: day(check.validUntil) }),
    ].filter(Boolean).join(' · '),
    terms: benefit.terms,
  };
}

// ── What is kept ──
const recall = () => JSON.parse(localStorage.getItem(kept) ?? 'null');
const keep = what => localStorage.setItem(kept, JSON.stringify(what));
const drop = () => localStorage.removeItem(kept);

/** A random name; randomUUID needs https, a shop's own network may have none. */
const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');

// ── The interface ──
const post = (path, body, headers = {}) => fetch(`/api/v1${path}`, {
  method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body), cache: 'no-store',
});

const pause = time => new Promise(resolve => {
  const timer = setTimeout(resolve, time);
  wake = () => { clearTimeout(timer); resolve(); };
});

/** Asks until there is an answer that means something: none, "too many" and "later" don't. Safe, as every act here may be repeated. */
async function insist(act) {
  for (let wait = firstWait; ; wait = Math.min(wait * 2, longestWait)) {
    const response = await act().catch(() => null);
    if (response && response.status < 500 && response.status !== 429) return response;
    show(words.unsure, { buttons: ['again'] });
    await pause(wait);
  }
}

function readAmount() {
  const digits = digitsOf(byId('currency').value);
  const match = /^(\d{1,13})(?:\.(\d+))?$/.exec(byId('amount').value.replace(/[\s,]/g, ''));
  if (!match || (match[2] ?? '').length > digits) return null;
  return Number(match[1] + (match[2] ?? '').padEnd(digits, '0'));
}

async function check() {
  const orderAmount = readAmount();
  if (orderAmount === null) {
    show(words.badAmount);
    byId('amount').focus();
    return;
  }
  checked = null;
  const asked = {
    code: byId('code').value.trim(), orderId: byId('order').value.trim() || `till-${fresh().slice(0, 12)}`,
    orderAmount, currency: byId('currency').value,
  };
  const response = await post(`/coupons/${encodeURIComponent(asked.code)}/validate`, { orderAmount, currency: asked.currency })
    .catch(() => null);
  if (response === null || response.status >= 500 || response.status === 429) return show(words.offline);
  if (response.status === 401) return show(words.signedOut, { buttons: ['sign-in'] });
  if (!response.ok) return show(response.status === 404 ? faults.unknownCoupon : words.badInput);
  const answer = await response.json();
  if (!answer.valid) return refuse(answer);
  checked = asked;
  show(words.valid, { coupon: couponOf(answer), buttons: ['use'] });
  byId('use').focus();
}

/** A check's answer says everything; a redemption's problem says the one thing that matters. */
function refuse({ reason, redeemedAt, validUntil, benefit, minimumOrder, currency }) {
  const least = benefit?.minimumOrder ?? minimumOrder;
  show(faults[reason] ?? words.failed, {
    values: {
      date: redeemedAt && day(redeemedAt), until: validUntil && day(validUntil), currency: benefit?.currency ?? currency,
      minimum: least && money(least, benefit?.currency ?? byId('currency').value),
    },
    buttons: ['next'],
    isStep: false,
  });
}

/** Sends the use that is kept, until its answer is known. */
async function settle() {
  const { key, body } = recall();
  show(words.sending);
  const response = await insist(() => post('/redemptions', body, { 'Idempotency-Key': key }));
  if (response.status === 401) return show(words.signedOut, { buttons: ['sign-in'] });
  const answer = await response.json().catch(() => ({}));
  if (response.status === 201) {
    keep({ used: answer, at: Date.parse(answer.redeemedAt) });
    return showUsed();
  }
  drop();
  if (response.status === 400) return show(words.badInput, { buttons: ['next'] });
  refuse({ ...answer, reason: answer.code?.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()) });
}

function showUsed() {
  const { used, at } = recall();
  const left = at + undoSeconds * 1000 - Date.now();
  const coupon = {
    discount: used.discount > 0 ? fill(phrases.discount, { amount: money(used.discount, used.currency) }) : null,
    benefit: used.code,
    facts: [fill(phrases.order, { order: used.orderId }), fill(phrases.usedAt, { date: day(used.redeemedAt) })].join(' · '),
  };
  if (used.status === 'rolledBack') return show(words.usedAndBack, { coupon, buttons: ['next'] });
  clearTimeout(undoEnds);
  if (left > 0) undoEnds = setTimeout(() => recall()?.used?.id === used.id && !byId('undo').hidden && showUsed(), left);
  show(left > 0 ? words.used : words.usedLongAgo, {
    values: { minutes: Math.round(undoSeconds / 60) }, coupon, buttons: left > 0 ? ['undo', 'next'] : ['next'],
  });
}

async function undo() {
  const { used, at } = recall();
  keep({ used, at, isUndoing: true });
  show(words.undoing);
  const response = await insist(() => post(`/redemptions/${used.id}/rollback`, {}));
  if (response.status === 401) return show(words.signedOut, { buttons: ['sign-in'] });
  drop();
  show(response.ok ? words.undone : words.failed, { buttons: ['next'] });
}

function next() {
  drop();
  checked = null;
  byId('answer').hidden = true;
  byId('check').classList.remove('second');
  byId('ask').reset();
  byId('code').focus();
}

// ── The camera, where the browser reads codes itself ──
async function scan() {
  const camera = byId('camera');
  if (camera.srcObject) return stop();
  camera.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  camera.hidden = false;
  await camera.play();
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  while (camera.srcObject) {
    const [found] = await detector.detect(camera).catch(() => []);
    if (found) {
      byId('code').value = found.rawValue;
      stop();
      byId('amount').focus();
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 150));
  }
}

function stop() {
  const camera = byId('camera');
  for (const track of camera.srcObject?.getTracks() ?? []) track.stop();
  camera.srcObject = null;
  camera.hidden = true;
}

async function offerCamera() {
  if (!('BarcodeDetector' in window) || !navigator.mediaDevices) return;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  byId('scan').hidden = !formats.includes('qr_code');
}

// ── Beginning ──
byId('use').textContent = phrases.use;
byId('again').textContent = phrases.askNow;
byId('undo').textContent = phrases.undo;
byId('next').textContent = phrases.next;
byId('ask').addEventListener('submit', event => { event.preventDefault(); check(); });
byId('ask').addEventListener('input', () => {
  // Another code or amount is another question: what was checked before must not be used.
  if (checked === null) return;
  checked = null;
  byId('answer').hidden = true;
  byId('check').classList.remove('second');
});
byId('use').addEventListener('click', () => {
  if (checked === null) return;
  keep({ key: `till-${fresh()}`, body: checked });
  checked = null;
  settle();
});
byId('again').addEventListener('click', () => wake());
byId('undo').addEventListener('click', undo);
byId('next').addEventListener('click', next);
byId('scan').addEventListener('click', () => scan().catch(stop));
addEventListener('online', () => wake());
offerCamera();

const before = recall();
if (before?.body) settle();
else if (before?.isUndoing) undo();
else if (before?.used) showUsed();
