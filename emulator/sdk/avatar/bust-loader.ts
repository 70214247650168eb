// Gets a presenter's .avt file and its pictures ready to draw. The network and picture decoding live here, away from the
// renderer.

import { type AvtFile, parseAvt } from './avt-file';
import type { BustTextures } from './bust-renderer';

export interface LoadedBust {
  file: AvtFile;
  pictures: BustTextures;
  dispose(): void;
}

export async function loadBust(url: string, signal: AbortSignal): Promise<LoadedBust> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const file = parseAvt(await response.arrayBuffer());
  const pictures = new Map(
    await Promise.all(
      [...file.textures].map(async ([name, bytes]) => {
        const picture = await createImageBitmap(new Blob([bytes], { type: 'image/webp' }), {
          // The shader reckons with the stored values: transparent hair keeps its colour, and no profile changes it.
          premultiplyAlpha: 'none',
          colorSpaceConversion: 'none',
        });
        return [name, picture] as const;
      }),
    ),
  );
  const dispose = () => {
    for (const picture of pictures.values()) picture.close();
  };
  if (signal.aborted) {
    dispose();
    signal.throwIfAborted();
  }
  return { file, pictures, dispose };
}
