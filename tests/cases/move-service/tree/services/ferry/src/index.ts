const port = Number(process.env.PORT || '4302');
const retryAfter = 4302; // milliseconds
Bun.serve({ port, fetch: () => new Response(`wait ${retryAfter}`) });
