// Gives the order an id, and has it paid.
const { randomUUID } = require('node:crypto');
const { post, serve } = require('./json-server.js');

serve('/orders', async ({ card, amount }) => {
  const orderId = `ord-${randomUUID().slice(0, 8)}`;
  const { status, body } = await post(`${process.env.PAYMENTS_URL}/charge`, { orderId, card, amount });
  return status === 200 ? { status: 201, body: { orderId } } : { status, body };
});
