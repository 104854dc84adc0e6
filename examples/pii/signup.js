// Signs customers up, and tells more of them to whoever reads its traces than anybody should know: three lines are to mend.
const { charge } = require('./bank.js');
const { query } = require('./database.js');
const { serve } = require('../checkout/json-server.js');

serve('/signup', async ({ email, card }) => {
  await query(`INSERT INTO customers (email, plan) VALUES ('${email}', 'trial')`);
  const score = await fetch(`${process.env.SCORES_URL}/score?plan=trial&access_token=${process.env.SCORES_TOKEN}`);
  try {
    await charge(card);
  } catch {
    return { status: 402, body: { error: 'declined' } };
  }
  return { status: score.ok ? 201 : 502, body: { welcome: true } };
});
