// A whole sale as a shop's program runs it, with the client that openapi-typescript makes of the interface's document.
import createClient from "openapi-fetch";
import type { components, paths } from "./couponadmin.js";

declare const process: { env: Record<string, string | undefined> };

const env = (name: string): string => process.env[name] ?? raise(`${name} is not set`);
const [baseUrl, slug] = [env("BASE"), env("SLUG")];
const campaign = { params: { path: { slug } } };

function raise(what: string): never {
  throw new Error(what);
}

/** The answer's body, or the stable code of the refusal. */
function given<T>({ data, error }: { data?: T; error?: components["schemas"]["Problem"] }): T {
  return data ?? raise(`refused: ${error?.code ?? "without a code"}`);
}

function signedIn(token: string) {
  const client = createClient<paths>({ baseUrl });
  client.use({ onRequest: ({ request }) => request.headers.set("Authorization", `Bearer ${token}`) });
  return client;
}

const { data: token } = await createClient<paths>({ baseUrl }).POST("/oauth/token", {
  body: { grant_type: "client_credentials", client_id: env("CLIENT_ID"), client_secret: env("CLIENT_SECRET") },
  headers: { "Content-Type": "application/x-www-form-urlencoded" },
});
const shop = signedIn(token?.access_token ?? raise("no token"));

const now = Date.now();
const made = given(await shop.POST("/api/v1/admin/campaigns", {
  body: {
    slug,
    name: "Spring drop",
    quantity: 5,
    opensAt: new Date(now - 60_000).toISOString(),
    closesAt: new Date(now + 3_600_000).toISOString(),
    benefit: { kind: "percent", value: 10 },
    couponValidDays: 30,
  },
}));
const published = given(await shop.POST("/api/v1/admin/campaigns/{slug}/publish", campaign));
if (made.state !== "draft" || published.state !== "open") {
  raise(`the campaign is ${made.state}, then ${published.state}`);
}

const grant = given(await shop.POST("/api/v1/member-tokens", { body: { member: "shop-4711" } }));
const member = signedIn(grant.accessToken);
const first = await member.POST("/api/v1/campaigns/{slug}/claims", campaign);
const again = await member.POST("/api/v1/campaigns/{slug}/claims", campaign);
if (first.response.status !== 202 || again.response.status !== 200 || given(first).ticket !== given(again).ticket) {
  raise(`claimed with ${first.response.status}, then ${again.response.status}`);
}

let claim = given(again);
while (claim.status === "queued") {
  await new Promise((resolve) => setTimeout(resolve, 100));
  claim = given(await member.GET("/api/v1/campaigns/{slug}/claims/me", campaign));
}

const events = await member.GET("/api/v1/campaigns/{slug}/claims/me/events", { ...campaign, parseAs: "text" });
const code = claim.code ?? raise(`the claim is ${claim.status}`);
const order = { orderAmount: 50_000, currency: "KRW" };
const check = given(await shop.POST("/api/v1/coupons/{code}/validate", { params: { path: { code } }, body: order }));
const redeem = () => shop.POST("/api/v1/redemptions", {
  params: { header: { "Idempotency-Key": `order-${slug}` } },
  body: { code, orderId: `order-${slug}`, ...order },
});
const redemption = given(await redeem());
const repeated = given(await redeem());
const list = given(await shop.GET("/api/v1/admin/campaigns/{slug}/issuances", { params: { path: { slug }, query: { status: "redeemed", limit: 10 } } }));
const file = await shop.GET("/api/v1/admin/campaigns/{slug}/issuances.csv", { params: { path: { slug }, query: { for: "programs" } }, parseAs: "text" });
const nowhere = await member.POST("/api/v1/campaigns/{slug}/claims", { params: { path: { slug: `${slug}-nowhere` } } });
const wrong = await shop.POST("/api/v1/admin/campaigns", { body: { slug: "", name: "", quantity: 0, opensAt: "", closesAt: "", benefit: { kind: "percent" }, couponValidDays: 0 } });

console.log(JSON.stringify({
  discount: redemption.discount,
  validated: check.valid ? check.discount : check.reason,
  sameRedemption: redemption.id === repeated.id,
  listed: list.items.map((item) => `${item.number} ${item.member} ${item.status}`),
  file: file.data?.split("\r\n")[1]?.startsWith(`1,shop-4711,${code},`),
  events: events.data?.includes("event: claim"),
  refused: nowhere.error?.code,
  wrong: wrong.error?.code,
}));
