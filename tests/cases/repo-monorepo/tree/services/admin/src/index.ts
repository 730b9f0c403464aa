import { serve } from '@hono/node-server';
import { app } from './app';

const port = parseInt(process.env.PORT || '4301', 10);
serve({ fetch: app.fetch, port });
