// Icons as data: URIs, so that nothing is fetched.
const svg = (body: string): string =>
  `data:image/svg+xml;base64,${Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#1c5680" stroke-width="2" stroke-linecap="round">${body}</svg>`,
  ).toString('base64')}`;

const icon = (body: string) => [{ src: svg(body), mimeType: 'image/svg+xml', sizes: ['any'] }];

export const icons = {
  anchor: icon('<circle cx="12" cy="5" r="2"/><path d="M12 7v14M5 13c0 4 3 8 7 8s7-4 7-8M9 10h6"/>'),
  ship: icon('<path d="M3 15h18l-3 5H6zM7 15V8h8l3 7"/>'),
  tide: icon('<path d="M2 9c3-4 6 4 10 0s6 4 10 0M2 16c3-4 6 4 10 0s6 4 10 0"/>'),
  berth: icon('<path d="M4 20V6h4v14M16 20V6h4v14M8 10h8"/>'),
  map: icon('<path d="M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14"/>'),
  letter: icon('<path d="M3 6h18v12H3zM3 7l9 6 9-6"/>'),
};
