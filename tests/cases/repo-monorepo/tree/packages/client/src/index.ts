const base = (import.meta.env?.CIDER_URL as string) ?? 'http://localhost:4320';
export const bottles = () => fetch(`${base}/bottles?limit=4400`);
