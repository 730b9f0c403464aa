import { serve } from './serve'; // 3000 lines
const port = Number(process.env.PORT) || 4105;
serve(port, { ledger: process.env.LEDGER_URL ?? 'http://ledger:4100', origins: process.env.CORS_ORIGINS || 'http://localhost:5173' });
