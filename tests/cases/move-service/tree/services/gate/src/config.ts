export const port = Number(process.env.PORT || '4301');
export const ferryUrl = process.env.FERRY_URL || 'http://localhost:4302';
