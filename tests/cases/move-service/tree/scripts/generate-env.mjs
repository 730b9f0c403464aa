export const apps = [
  {
    path: 'services/ferry/.env',
    vars: {
      PORT: (env) => env.FERRY_PORT || '4302',
      STORE_URL: (env) => env.STORE_URL || 'http://localhost:4303',
    },
  },
  {
    path: 'services/gate/.env',
    vars: {
      PORT: (env) => env.GATE_PORT || '4301',
      FERRY_URL: (env) => env.FERRY_URL || 'http://localhost:4302',
    },
  },
];
