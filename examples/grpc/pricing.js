// Knows what things cost, in cents.
const { status } = require('@grpc/grpc-js');
const { serve } = require('./grpc-server.js');
const { Pricing } = require('./shop.js');

const PRICES = new Map([
  ['tea', 450],
  ['teapot', 1999],
]);

serve(Pricing, {
  Price({ request }, done) {
    if (PRICES.has(request.item)) done(null, priced(request.item));
    else done(unknown(request.item));
  },

  Prices(call) {
    for (const item of call.request.items) {
      if (!PRICES.has(item)) return call.emit('error', unknown(item));
      call.write(priced(item));
    }
    call.end();
  },
});

function priced(item) {
  return { item, price: PRICES.get(item) };
}

function unknown(item) {
  return { code: status.NOT_FOUND, details: `no price for "${item}"` };
}
