# Denoises the pictures of Cycles (Debian's Blender has no denoiser) and writes <picture>_f.exr, linear, premultiplied.
# python3 denoise.py picture,picture,… [strength]
#
# Skin, eyes, cloth: divide the colour by the noise-free albedo, which keeps texture and lips sharp. Filter the
# remaining light by non-local means, guided by albedo and normals, its hue more widely than its brightness. Then
# multiply by the albedo again.
# Hair (from the renderer's own mask): keep the brightness as rendered, slightly softened, with a wide mean of the hue.
# A filter makes strands look melted, and only the hue sparkles.
import os, sys
os.environ['OPENCV_IO_ENABLE_OPENEXR'] = '1'
import cv2, numpy as np

LUMA = np.array([.11, .59, .30], np.float32)  # of B, G, R
NEIGHBOURS = np.ones((3, 3), np.uint8); NEIGHBOURS[1, 1] = 0
blur = lambda im, s: cv2.GaussianBlur(im, (0, 0), s)

def read(file):
    return cv2.imread(file, cv2.IMREAD_UNCHANGED).astype(np.float32)

def without_fireflies(im, room):
    """No pixel much brighter than its brightest neighbour."""
    return np.minimum(im, cv2.dilate(im, NEIGHBOURS) * room + .01)

def without_specks(im, fine):
    """At outlines few samples share a surface, and no neighbour helps: a pixel unlike all around it becomes their median. Not where `fine`."""
    for size in (3, 5):
        middle = np.stack([cv2.medianBlur(np.ascontiguousarray(im[..., i]), size) for i in range(3)], 2); unlike = np.abs((im - middle) @ LUMA) / ((middle @ LUMA) + .01)
        im = np.where((unlike > .22 + 2 * fine)[..., None], middle, im)
    return im.astype(np.float32)

def non_local_means(light, guides, alpha, strength, radius=7):
    h, w = alpha.shape
    out = light
    for step, (share, patch) in enumerate(((1.0, 2), (.5, 1))):   # the second pass compares what the first has cleaned
        guide = light if step == 0 else blur(out, .6)
        variance = np.maximum(cv2.blur(((light - cv2.blur(light, (5, 5))) ** 2).mean(2), (21, 21)), 1e-5) if step == 0 else np.full((h, w), .0025 * strength ** 2, np.float32)
        total, weights = np.zeros_like(light), np.full((h, w), 1e-6, np.float32)
        for dy in range(-radius, radius + 1):
            for dx in range(-radius, radius + 1):
                if dx * dx + dy * dy > radius * radius + 1: continue
                move = np.float32([[1, 0, dx], [0, 1, dy]]); shifted = lambda im: cv2.warpAffine(im, move, (w, h), borderMode=cv2.BORDER_REFLECT)
                unlike = cv2.blur(((guide - shifted(guide)) ** 2).mean(2), (2 * patch + 1, 2 * patch + 1))
                unlike = np.maximum(0, unlike - (2 * variance if step == 0 else 0)) / ((.6 if step == 0 else 1) * 2 * variance * strength ** 2 + 1e-6)
                for guide_picture, width in guides: unlike = unlike + ((guide_picture - shifted(guide_picture)) ** 2).sum(2) / width ** 2 * .5
                weight = np.exp(-unlike - ((alpha - shifted(alpha)) / .1) ** 2 * .5 - (dx * dx + dy * dy) / (2 * (radius * .6) ** 2)).astype(np.float32)
                total += weight[..., None] * shifted(light); weights += weight
        out = total / weights[..., None]
    return out

def along(im, flow, solid, reach=4):
    """The mean along the strands: their own structure stays, the noise goes."""
    h, w = solid.shape; angle = np.arctan2(flow[..., 1], flow[..., 0]) / 2; sure = np.clip(np.hypot(flow[..., 0], flow[..., 1]) / np.maximum(solid, .05) * 1.3, 0, 1)
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32)); total, weights = np.zeros_like(im), np.full(solid.shape, 1e-4, np.float32)
    for step in range(-reach, reach + 1):
        t = step * sure; mx, my = (x + t * np.cos(angle)).astype(np.float32), (y - t * np.sin(angle)).astype(np.float32); weight = cv2.remap(solid, mx, my, cv2.INTER_LINEAR) * np.exp(-(step / (reach * .6)) ** 2)
        total += weight * cv2.remap(im, mx, my, cv2.INTER_LINEAR); weights += weight
    return total / weights

def denoise(base, strength):
    c = read(base + '_c_0001.exr'); albedo = np.maximum(read(base + '_a_0001.exr')[..., :3], 0) + .02; normal = read(base + '_n_0001.exr')[..., :3]
    h = read(base + '_h_0001.exr'); h = h if h.ndim == 2 else h[..., 0]
    hair = blur(np.clip(h * 1.6, 0, 1), .7)[..., None]; alpha, colour = c[..., 3], c[..., :3]
    ys, xs = np.nonzero(alpha > .003); box = np.s_[max(0, ys.min() - 8):ys.max() + 9, max(0, xs.min() - 8):xs.max() + 9]
    smooth_albedo = albedo * (1 - hair) + .2 * hair
    light = np.log1p(colour / smooth_albedo * .5)
    for _ in range(2): light = without_fireflies(light, 1.0)
    cleaned = light.copy(); cleaned[box] = non_local_means(light[box], [(albedo[box] * (1 - hair[box]), .04), (normal[box], .35)], alpha[box], strength)
    skin_light = np.expm1(cleaned) * 2; luma = np.maximum(skin_light @ LUMA, 1e-4)
    solid = (alpha[..., None] * (1 - hair)).astype(np.float32); wide = lambda im, s: blur(im * solid, s) / np.maximum(blur(solid, s).reshape(*alpha.shape, 1), 1e-3)
    hue = wide(skin_light, 8.0); hue /= np.maximum(hue @ LUMA, 1e-4)[..., None]; skin = hue * luma[..., None] * smooth_albedo
    if 'eyes' not in base and 'balls' not in base:   # a reflection on an eye is a speck, too
        # Keep brows and lashes: they are thinner than a pixel and stand out by colour alone, but they are not specks.
        dark = albedo @ LUMA; fine = cv2.dilate(np.clip(1.6 - 2.2 * dark / np.maximum(cv2.blur(dark, (15, 15)), .03), 0, 1), np.ones((3, 3))) * (blur(h, 3) < .02)
        fine = blur(fine, .7); skin = without_specks(skin, fine); skin = skin + (blur(skin, .6) - skin) * .5 * fine[..., None]
    bright = colour @ LUMA
    for _ in range(2): bright = without_fireflies(bright, 1.05)
    pores = np.clip(.16 * (blur(bright, .5) - blur(bright, 2.5)), -.05 * (skin @ LUMA), .05 * (skin @ LUMA)); skin = skin * (1 + (pores / np.maximum(skin @ LUMA, 1e-3)))[..., None]
    strands = hair[..., 0]; hair_hue = np.stack([blur(colour[..., i] * strands, 5) for i in range(3)], 2); hair_hue /= np.maximum(hair_hue @ LUMA, 1e-4)[..., None]
    flow = read(base + '_t_0001.exr')[..., 2:0:-1]; flow = np.dstack([blur(flow[..., 0], 1.2), blur(flow[..., 1], 1.2)]); solid = np.clip(h, 0, 1) * (alpha > .02) + 1e-4
    covered = np.maximum(alpha, .05); limit = blur(bright, 4) * 2.2 + .01   # no strand far brighter than its surroundings
    edge = np.clip(hair[..., 0] * 1.5, 0, 1) * (np.abs(alpha - .5) < .499); smooth_alpha = alpha * (1 - edge) + blur(along(alpha, flow, np.ones_like(alpha)), .5) * edge   # thin strands before nothing
    soft = along(np.minimum(bright, limit) / covered, flow, solid); soft = (.75 * soft + .25 * blur(soft, .6)) * np.maximum(smooth_alpha, .02)
    skin = skin * (smooth_alpha / covered)[..., None]
    out = hair_hue * soft[..., None] * hair + skin * (1 - hair)
    cv2.imwrite(base + '_f.exr', np.dstack([out, smooth_alpha]).astype(np.float32))

if __name__ == '__main__':
    for base in sys.argv[1].split(','): denoise(base, float(sys.argv[2]) if len(sys.argv) > 2 else .8)
