// What a shop.proto would say. Messages are JSON here: the example needs neither compiler nor loader.
exports.Cart = {
  Total: method('/shop.Cart/Total'), // { items } -> { total }
  Lines: method('/shop.Cart/Lines', { responseStream: true }), // { items } -> { item, price }, one by one
};

exports.Pricing = {
  Price: method('/shop.Pricing/Price'), // { item } -> { item, price }
  Prices: method('/shop.Pricing/Prices', { responseStream: true }), // { items } -> { item, price }, one by one
};

function method(path, { responseStream = false } = {}) {
  return {
    path,
    requestStream: false,
    responseStream,
    requestSerialize: encode,
    requestDeserialize: decode,
    responseSerialize: encode,
    responseDeserialize: decode,
  };
}

function encode(message) {
  return Buffer.from(JSON.stringify(message));
}

function decode(bytes) {
  return JSON.parse(bytes.toString());
}
