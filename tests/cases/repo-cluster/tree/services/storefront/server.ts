import { createServer } from 'node:http';

const port = Number(process.env.PORT ?? 8080);
const basket = process.env.BASKET_URL ?? 'http://basket:7101';
const origins = ['http://localhost:5173', 'http://localhost:4321'];

createServer((req, res) => {
  if (origins.includes(req.headers.origin ?? '')) res.setHeader('vary', 'origin');
  res.end(basket);
}).listen(port);
