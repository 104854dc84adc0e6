// Takes checkouts from outside and hands them to orders.
const { post, serve } = require('./json-server.js');

serve('/checkout', async ({ card, amount }) => post(`${process.env.ORDERS_URL}/orders`, { card, amount }));
