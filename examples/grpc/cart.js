// Adds up what is in a cart, at the prices that pricing says.
const { promisify } = require('node:util');
const { credentials, makeGenericClientConstructor } = require('@grpc/grpc-js');
const { serve } = require('./grpc-server.js');
const { Cart, Pricing } = require('./shop.js');

const PricingClient = makeGenericClientConstructor(Pricing, 'shop.Pricing');
const pricing = new PricingClient(process.env.PRICING_ADDRESS, credentials.createInsecure());
const askPrice = promisify(pricing.Price).bind(pricing);

serve(Cart, {
  /** Asks item by item; the first error is passed on as it came. */
  Total({ request }, done) {
    total(request.items).then(sum => done(null, { total: sum }), done);
  },

  /** Asks once for all, and passes on what comes. */
  Lines(call) {
    pricing
      .Prices(call.request)
      .on('error', error => call.emit('error', error))
      .pipe(call);
  },
});

async function total(items) {
  let sum = 0;
  for (const item of items) sum += (await askPrice({ item })).price;
  return sum;
}
