// Draws small pictures and sounds, so that the example needs no files.
import { crc32, deflateSync } from 'node:zlib';

/** A PNG (RFC 2083), 8 bit RGB, from a function that colours each pixel. */
export function drawPng(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => readonly [number, number, number],
): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows.set(colourAt(x, y), y * (1 + width * 3) + 1 + x * 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A picture of a berth: sky, quay, water, and a hull whose colour and length come from the berth's name. */
export function drawBerth(berth: string): Buffer {
  const shade = [...berth].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 200, 7);
  const hullEnd = 120 + (shade % 80);
  return drawPng(320, 200, (x, y) => {
    const wave = 140 + Math.round(4 * Math.sin(x / 11));
    if (y > wave) return [28, 86 + ((x + y) % 12), 128];
    if (x > 60 && x < hullEnd + 60 - (y - 100) && y > 105 && y < 146) return [140, shade, 60];
    if (x > 100 && x < 150 && y > 80 && y <= 105) return [236, 236, 230];
    if (x < 56 && y > 112) return [120, 118, 112];
    return [176, 206 - Math.round(y / 6), 226];
  });
}

/** A two-tone fog horn as WAV: 16 bit mono, 8 kHz, `seconds` long. */
export function soundFogHorn(seconds: number): Buffer {
  const rate = 8000;
  const samples = Math.round(seconds * rate);
  const data = Buffer.alloc(44 + samples * 2);
  data.write('RIFF', 0, 'latin1');
  data.writeUInt32LE(36 + samples * 2, 4);
  data.write('WAVEfmt ', 8, 'latin1');
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(rate, 24);
  data.writeUInt32LE(rate * 2, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36, 'latin1');
  data.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at++) {
    const swell = Math.sin((Math.PI * at) / samples);
    const tone = Math.sin((2 * Math.PI * 110 * at) / rate) + 0.5 * Math.sin((2 * Math.PI * 165 * at) / rate);
    data.writeInt16LE(Math.round(tone * swell * 12_000), 44 + at * 2);
  }
  return data;
}
