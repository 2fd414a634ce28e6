// Solves a proof of work: finds n so that SHA-256(SHA-256(token) ‖ n as 8 bytes) begins with so many zero bits.
// Loaded only where a campaign asks for it.
// Own SHA-256 (FIPS 180-4): the browser's is asynchronous, which costs a hundred times more per try, and is missing on pages without TLS.

const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every(p => n % p)) primes.push(n);
const fraction = root => Math.floor((root % 1) * 2 ** 32) | 0;
const K = Int32Array.from(primes, p => fraction(Math.cbrt(p)));
const START = Int32Array.from(primes.slice(0, 8), p => fraction(Math.sqrt(p)));
const w = new Int32Array(64);

/** One block of 16 words into the state. */
function compress(state, block, at) {
  for (let i = 0; i < 16; i++) w[i] = block[at + i];
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    w[i] = w[i - 16] + w[i - 7]
      + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const t = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[i] + w[i] | 0;
    const u = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
    h = g; g = f; f = e; e = d + t | 0; d = c; c = b; b = a; a = t + u | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

/** The hash as 8 words. */
export function sha256(bytes) {
  const words = new Int32Array(((bytes.length + 8 >> 6) + 1) * 16);
  bytes.forEach((byte, i) => { words[i >> 2] |= byte << 24 - i % 4 * 8; });
  words[bytes.length >> 2] |= 0x80 << 24 - bytes.length % 4 * 8;
  words[words.length - 1] = bytes.length * 8;
  const state = START.slice();
  for (let at = 0; at < words.length; at += 16) compress(state, words, at);
  return state;
}

/** Gives the answer that goes into the header; lets the page breathe meanwhile. */
export async function solve({ token, difficulty }) {
  const block = new Int32Array(16);
  block.set(sha256(new TextEncoder().encode(token)));
  block[10] = 0x80 << 24;
  block[15] = 40 * 8;
  const state = START.slice();
  for (let n = 0; ; n++) {
    block[8] = Math.floor(n / 2 ** 32);
    block[9] = n | 0;
    state.set(START);
    compress(state, block, 0);
    if (Math.clz32(state[0]) + (state[0] === 0 ? Math.clz32(state[1]) : 0) >= difficulty) return `${token}.${n}`;
    if (n % 4096 === 4095) await new Promise(done => setTimeout(done));
  }
}
