import express from 'express';
import { z } from 'zod';

const settings = z
  .object({
    PORT: z.coerce.number().default(4300),
    CIDER_URL: z.string().default('http://localhost:4320'),
    PAGE_SIZE: z.coerce.number().default(4000),
  })
  .parse(process.env);

express().listen(settings.PORT);
