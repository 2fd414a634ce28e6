// A shop's own page that claims: the session comes from the shop's server, everything else from CouponAdmin, with the session's token.
const TRIES_MAX = 8;
const isKorean = navigator.language.startsWith('ko');
const say = (korean, english) => isKorean ? korean : english;
const byId = id => document.getElementById(id);
const wait = ms => new Promise(done => setTimeout(done, ms));
const spread = ms => ms * (0.5 + Math.random());

// ── The session ──
let session = null;

async function renew() {
  const answer = await fetch('/coupons/session', { method: 'POST' });
  if (!answer.ok) throw new Error(`session: ${answer.status}`);
  session = await answer.json();
}

/** Asks CouponAdmin. A session that ran out is renewed once. */
async function ask(path, options = {}) {
  if (session === null) await renew();
  for (let isFirst = true; ; isFirst = false) {
    const headers = { ...options.headers, Authorization: `Bearer ${session.accessToken}` };
    const answer = await fetch(session.api + path, { ...options, headers });
    if (answer.status !== 401 || !isFirst) return answer;
    await renew();
  }
}

// ── The claim. Asking again is always safe: the same member gets the same ticket. ──
async function claim() {
  byId('claim').disabled = true;
  show(say('신청하고 있습니다.', 'Asking.'));
  let proof = null;
  for (let tried = 1; tried <= TRIES_MAX; tried++) {
    try {
      const answer = await ask('/claims', { method: 'POST', headers: proof === null ? {} : { 'Claim-Challenge': proof } });
      const body = await answer.json();
      if (answer.ok) return receive(body) || follow();
      if (body.challenge) proof = await solve(body.challenge);
      else if (answer.status === 429 || answer.status >= 500) await wait(spread(1000 * (Number(answer.headers.get('Retry-After')) || 1)));
      else return refuse(body);
    } catch {
      show(say('연결이 끊겼습니다. 다시 확인하고 있습니다.', 'Connection lost. Checking again.'));
      await wait(spread(400 * 2 ** tried));
    }
  }
  refuse({});
}

/** The result is pushed. EventSource can't send a token, fetch can. */
async function follow() {
  for (;;) {
    try {
      const answer = await ask('/claims/me/events');
      if (!answer.ok) return refuse(await answer.json());
      for await (const { event, data } of eventsOf(answer.body)) {
        if (event === 'lost') return claim();
        if (event === 'claim' && receive(data)) return;
      }
    } catch {
      // The stream was cut: come back.
    }
    await wait(spread(1000));
  }
}

async function* eventsOf(body) {
  let text = '';
  for await (const piece of readingOf(body.pipeThrough(new TextDecoderStream()))) {
    text += piece.replaceAll('\r\n', '\n');
    for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
      const lines = text.slice(0, end).split('\n');
      const of = name => lines.filter(line => line.startsWith(`${name}:`)).map(line => line.slice(name.length + 1).trimStart()).join('\n');
      yield { event: of('event'), data: JSON.parse(of('data') || '{}') };
    }
  }
}

// Not every browser reads a stream by "for await".
async function* readingOf(stream) {
  const reader = stream.getReader();
  try {
    for (let part; !(part = await reader.read()).done;) yield part.value;
  } finally {
    await reader.cancel();
  }
}

/** A sale may ask for a proof of work: n such that SHA-256(SHA-256(token) + n as 8 bytes) begins with so many zero bits. */
async function solve({ token, difficulty }) {
  const hash = async bytes => new DataView(await crypto.subtle.digest('SHA-256', bytes));
  const block = new Uint8Array(40);
  block.set(new Uint8Array((await hash(new TextEncoder().encode(token))).buffer));
  const number = new DataView(block.buffer, 32);
  for (let n = 0n; ; n++) {
    number.setBigUint64(0, n);
    if (Math.clz32((await hash(block)).getUint32(0)) >= difficulty) return `${token}.${n}`;
  }
}

// ── What the member sees ──
/** Whether nothing more will come by itself. */
function receive(mine) {
  if (mine.status === 'queued') {
    show(say(`접수되었습니다. ${mine.place}번째입니다.`, `You are in, number ${mine.place}.`));
    return false;
  }
  if (mine.status === 'issued') show(say('발급되었습니다.', 'Here is your coupon.'), mine.code);
  else refuse({ code: mine.status });
  return true;
}

function refuse({ code, opensAt }) {
  byId('claim').disabled = code === 'sold-out' || code === 'closed';
  if (code === 'not-open-yet') return show(say('아직 열리지 않았습니다: ', 'Opens at ') + new Date(opensAt).toLocaleString());
  if (code === 'sold-out') return show(say('모두 소진되었습니다.', 'Sold out.'));
  if (code === 'closed') return show(say('끝났습니다.', 'It is over.'));
  if (code === 'paused') return show(say('잠시 멈추었습니다. 나중에 다시 눌러 주십시오.', 'Paused. Please try again later.'));
  show(say('지금은 받을 수 없습니다. 다시 눌러 주십시오.', 'Not now. Please try again.'));
}

function show(words, code = '') {
  byId('state').textContent = words;
  byId('code').textContent = code;
}

document.documentElement.lang = isKorean ? 'ko' : 'en';
for (const element of document.querySelectorAll('[data-en]')) element.textContent = say(element.dataset.ko, element.dataset.en);
const { member } = await (await fetch('/member')).json();
byId(member ? 'offer' : 'sign-in').hidden = false;
if (member) byId('who').textContent = say('회원 ', 'Member ') + member;
byId('claim').addEventListener('click', claim);
