/** Every kind of market but the posted price, for the small world, as `--set market=` takes it. */
const auction = "kind: reverseAuction, low: 0.0005 USD/request, high: 0.012 USD/request, reserve: 0.012 USD/request";

export const markets = {
  proportional: "{kind: proportional, least: 0.0005 USD/request, most: 0.02 USD/request}",
  "first-price": `{${auction}}`,
  uniform: `{${auction}, pays: uniform}`,
  subsidised: `{${auction}, tenantAsk: 0.003 USD/request, pool: 8 USD/day}`,
};
