// Pictures, sound and other bytes that came with a result. Only harmless picture types are drawn; the rest can be saved.
import { Download, FileIcon } from 'lucide-react';
import { buttonStyle } from '../components/button.tsx';
import { formatBytes } from '../components/format.ts';

const pictures = /^image\/(png|jpeg|gif|webp|avif|bmp|svg\+xml)$/i;
const sounds = /^audio\/[\w.+-]+$/i;
const videos = /^video\/(mp4|webm|ogg)$/i;
const drawLimit = 20_000_000;

interface BinaryContentProps {
  /** Base64. */
  data: string;
  mimeType: string;
  name?: string;
}

/** Size in bytes of what a base64 text holds. */
const sizeOf = (data: string): number => Math.floor((data.length * 3) / 4);

export function BinaryContent({ data, mimeType, name = 'result' }: BinaryContentProps) {
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(mimeType) ? mimeType : 'application/octet-stream';
  const address = `data:${type};base64,${data}`;
  const small = data.length < drawLimit;
  const save = (
    <figcaption className="flex items-center gap-2 text-xs text-faint">
      <FileIcon aria-hidden className="size-3.5" />
      {type} · {formatBytes(sizeOf(data))}
      <a
        // Saved, never opened: a type that a browser would run stays bytes.
        href={`data:application/octet-stream;base64,${data}`}
        download={name}
        className={buttonStyle({ tone: 'quiet', size: 'small' })}
      >
        <Download aria-hidden className="size-3.5" />
        Save
      </a>
    </figcaption>
  );
  return (
    <figure className="space-y-1">
      {small && pictures.test(type) && (
        <img
          src={address}
          alt={`From the result (${type})`}
          className="max-h-120 max-w-full rounded-lg border bg-sunken object-contain"
        />
      )}
      {small && sounds.test(type) && (
        // biome-ignore lint/a11y/useMediaCaption: a server sends no captions.
        <audio controls src={address} className="w-full max-w-100" />
      )}
      {small && videos.test(type) && (
        // biome-ignore lint/a11y/useMediaCaption: a server sends no captions.
        <video controls src={address} className="max-h-120 max-w-full rounded-lg border" />
      )}
      {save}
    </figure>
  );
}
