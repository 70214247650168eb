# Packs a presenter's rendered pictures and mesh for the browser: <name>.webp (plate), <name>-parts.webp, <name>.json.
# python3 pack.py name picture-dir out-dir [quality]
import json, os, subprocess, sys
os.environ['OPENCV_IO_ENABLE_OPENEXR'] = '1'
import cv2, numpy as np

name, pictures, out = sys.argv[1:4]; quality = int(sys.argv[4]) if len(sys.argv) > 4 else 95
here = os.path.dirname(os.path.abspath(__file__)); os.makedirs(out, exist_ok=True)
given = [json.loads(subprocess.check_output([sys.executable, f'{here}/jobs.py', name, 'geo', pictures, kind])) for kind in ('plate', '1', '2')]
jobs, distance, shift = [job for g in given for job in g['jobs']], given[0]['dist'], given[0]['shift']
jobs = {os.path.basename(job['out'])[:-4]: job for job in jobs if os.path.exists(job['out'])}
scene = json.load(open(f'{here}/presenters.json'))[name]['scene']
def read(picture):
    """Warmer, richer and with more contrast than Filmic leaves it."""
    im = cv2.imread(f'{pictures}/{picture}.png', cv2.IMREAD_UNCHANGED); colour = im[..., :3].astype(np.float32) / 255
    colour = colour ** scene.get('gamma', .94) * np.array([.965, 1.0, 1.03], np.float32); grey = colour @ np.array([.11, .59, .30], np.float32)
    colour = np.clip(grey[..., None] + (colour - grey[..., None]) * scene.get('saturation', 1.06), 0, 1)
    colour = colour + scene.get('contrast', .6) * colour * (1 - colour) * (2 * colour - 1)
    return np.dstack([np.clip(colour * 255, 0, 255).astype(np.uint8), im[..., 3]])
plate = read('plate'); H, W = plate.shape[:2]
# Crops the shown picture at the top, and at the sides to keep its shape. K: millimetres of the face as half pixels.
K = H / 720 * .82 / distance
TOP = int(scene.get('cutTop', 0) * H / 720); SHOWN_H = H - TOP; SHOWN_W = round(SHOWN_H * .8) * 2; LEFT = (W - SHOWN_W) // 2; origin = np.array([LEFT, TOP])
mesh = dict(np.load(f'{pictures}/mesh.npz')); unit_names = list(mesh['names']); to_pixels = lambda q: q * H + np.array([W / 2, 0])
rest, units = to_pixels(mesh['rest']), mesh['units'] * H; rest_weights = jobs['plate']['expr']
offsets = np.concatenate([[0], np.cumsum(mesh['len'])]); polygons = [mesh['idx'][a:b] for a, b in zip(offsets[:-1], offsets[1:])]
exr = lambda file: (lambda im: im if im.ndim == 2 else im[..., 0])(cv2.imread(f'{pictures}/{file}_0001.exr', cv2.IMREAD_UNCHANGED).astype(np.float32))
blur = lambda im, sigma: cv2.GaussianBlur(im.astype(np.float32), (0, 0), sigma)
smooth = lambda x: np.clip(x, 0, 1) ** 2 * (3 - 2 * np.clip(x, 0, 1))

# A constant fine grain: without it the filtered skin looks painted.
rng = np.random.default_rng(3); grain = rng.normal(size=(H, W)).astype(np.float32); grain = grain * .5 + blur(grain, .8)
def grained(im, x, y):
    g = 1 + .011 * grain[y:y + im.shape[0], x:x + im.shape[1], None]
    return np.dstack([np.clip(im[..., :3].astype(np.float32) * g, 0, 255).astype(np.uint8), im[..., 3]])

def place(picture):
    """Blender floors a crop, counted from the lower left."""
    x0, y0, x1, y1 = jobs[picture]['crop']; im = read(picture); h, w = im.shape[:2]
    return im, int(x0 * W + 1e-6), H - int((1 - y1) * H + 1e-6) - h

# ---- pictures ----
hair = np.clip(blur(cv2.dilate(exr('plate_h'), np.ones((3, 3))), 1.2) * 1.6, 0, 1)
def toned(im):
    """Black hair: darker and greyer than the few samples leave it. Brown hair is never black (`hairLift`), not even in the neck's shadow."""
    covered = np.clip(exr('plate_h') * 1.5, 0, 1)[..., None]; tone = covered * (1 - scene.get('hairTone', 1)); lift = covered * np.array(scene.get('hairLift', [0, 0, 0]), np.float32)[::-1]
    im = np.dstack([255 - (255 - im[..., :3]) * (1 - lift / 255), im[..., 3]]); colour = im[..., :3].astype(np.float32); grey = (colour @ np.array([.11, .59, .30], np.float32))[..., None]
    return np.dstack([np.clip((colour + (grey - colour) * tone * 1.6) * (1 - tone), 0, 255).astype(np.uint8), im[..., 3]])
plate = toned(plate)
def pose(weights):
    return rest + sum((weights.get(k, 0) - rest_weights.get(k, 0)) * units[i] for i, k in enumerate(unit_names))

def as_the_plate(im, x, y, weights):
    """What a part must be multiplied with to be as light as the plate around whatever the expression does not move: two pictures
    with few samples differ a little, and a blink must not flash."""
    h, w = im.shape[:2]; moved = np.zeros((H, W), np.uint8); shifts = np.abs(pose(weights) - rest).max(1)
    for px, py in rest[shifts > 1.2 * K]: cv2.circle(moved, (int(px), int(py)), int(9 * K), 1, -1)
    box = np.s_[y:y + h, x:x + w]; still = ((moved[box] == 0) & (hair[box] < .05) & (im[..., 3] > 250) & (plate[box][..., 3] > 250)).astype(np.float32)
    mean = lambda colour: np.stack([blur(colour[..., i] * still, 14 * K) for i in range(3)], 2); whole = lambda colour: colour[still > 0].mean(0)
    near = blur(still, 14 * K)[..., None]; usual = whole(plate[box][..., :3]) / whole(im[..., :3])
    return np.where(near > .08, np.clip(mean(plate[box]) / np.maximum(mean(im), 1e-3), .85, 1.15), usual) * smooth(near * 4) + usual * (1 - smooth(near * 4))

def lined_lids(im, x, y):
    """Darker right at the lids' edges, where lashes root: few samples show too little of it."""
    down, across = np.mgrid[y:y + im.shape[0], x:x + im.shape[1]]; strength = scene.get('lidLine', [.62, .32])
    for ex, ey, ez in mesh['eyes']:
        (cx, cy), radius = to_pixels(np.array([ex, ey])), mesh['eyeRad'] / (2 * 18 / 85 * ez) * H
        hole = (im[..., 3] < 140) & (np.hypot(across - cx, down - cy) < 1.1 * radius)
        if hole.sum() < 20: continue
        columns = np.nonzero(hole.any(0))[0]; middle = np.interp(np.arange(im.shape[1]), columns, [np.nonzero(hole[:, c])[0].mean() for c in columns])
        near = np.exp(-(cv2.distanceTransform((~hole).astype(np.uint8), cv2.DIST_L2, 5) / (2.1 * K)) ** 2); upper = smooth((middle[None] - np.arange(im.shape[0])[:, None]) / (2 * K) + .5)
        inner = smooth((across - columns[0] - x if cx > W / 2 else columns[-1] + x - across) / (.25 * len(columns)))   # none at the caruncle
        line = near * (strength[0] * upper + strength[1] * (1 - upper)) * (.25 + .75 * inner); im[..., :3] = (im[..., :3] * (1 - line[..., None] * (upper[..., None] * np.array([.85, .9, .8]) + (1 - upper[..., None]) * np.array([.75, .85, 1.0])))).astype(np.uint8)

def dimmed_lids(im, x, y):
    """Lids are smooth and face the key light: undimmed, a blink flashes. They are also redder than the skin around them."""
    across, down = np.meshgrid(np.arange(im.shape[1]) + x, np.arange(im.shape[0]) + y)
    for ex, ey, ez in mesh['eyes']:
        (cx, cy), radius = to_pixels(np.array([ex, ey])), mesh['eyeRad'] / (2 * 18 / 85 * ez) * H
        im[..., :3] = (im[..., :3] * (1 - np.array([.23, .20, .15]) * smooth((1.15 * radius - np.hypot(across - cx, (down - cy) * 1.2)) / (.6 * radius))[..., None])).astype(np.uint8)

def soft_lips(im, x, y, closed):
    """Softens the edge of the mouth's opening. Lips that touch also shade what is between them: alone it would be a hard black line."""
    lip = rest[mesh['lips'] > .16]; left, top = (lip.min(0) - 12 * K - [x, y]).astype(int); right, bottom = (lip.max(0) + 26 * K - [x, y]).astype(int)
    box = im[max(0, top):bottom, max(0, left):right]; alpha = box[..., 3].astype(np.float32); solid = (alpha > 200).astype(np.float32)
    lips_ = np.stack([blur(box[..., i] * solid, 1.6) for i in range(3)], 2) / np.maximum(blur(solid, 1.6), 1e-3)[..., None]
    box[..., :3] = np.where((alpha < 200)[..., None], lips_ * .62, box[..., :3]).astype(np.uint8); soft = blur(alpha, .6); soft = np.where(soft > 248, 255, soft)
    if closed: soft = np.where(alpha < 128, 118, np.maximum(soft, 118))   # below 128 it still counts as the opening
    box[..., 3] = soft.astype(np.uint8)

parts = {}   # name -> (BGRA, place: left, top, width, height)
sprites = dict(mouth={}, eyes={})
for picture, job in jobs.items():
    if picture[:2] not in ('m_', 'e_'): continue
    im, x, y = place(picture); h, w = im.shape[:2]; kind = 'mouth' if picture[0] == 'm' else 'eyes'
    gain = as_the_plate(im, x, y, job['expr']); print(picture, (w, h), 'is as light as the plate times', gain.mean((0, 1)).round(3))
    im[..., :3] = np.clip(im[..., :3] * gain, 0, 255).astype(np.uint8)
    if kind == 'eyes': dimmed_lids(im, x, y); lined_lids(im, x, y)
    else: soft_lips(im, x, y, picture == 'm_PP')
    parts[picture] = (grained(im, x, y), [x, y, w, h]); sprites[kind][picture] = job['expr']
lined_lids(plate, 0, 0); soft_lips(plate, 0, 0, True)
lips = mesh['lips'] > .16; around = np.concatenate([rest[lips], pose(jobs['m_AA']['expr'])[lips]]); margin = H // 120   # nothing of the teeth is seen beyond
lip_x, lip_y = around[:, 0].astype(int), around[:, 1].astype(int)
for picture in ('teethUpper', 'teethLower'):
    im, x, y = place('i_' + picture); h, w = im.shape[:2]
    left, right, top, bottom = max(x, lip_x.min() - margin), min(x + w, lip_x.max() + margin), max(y, lip_y.min() - margin), min(y + h, lip_y.max() - 2 * margin)
    grey = smooth(im[..., :3].min(2) / np.maximum(im[..., :3].max(2), 1) * 2.5 - .9)[..., None]   # the teeth, not the tongue
    im[..., :3] = np.clip(im[..., :3] * (1 + grey * np.array(scene.get('ivory', [.24, .25, .32]))), 0, 255).astype(np.uint8)   # ivory: beside warm skin neutral teeth look grey
    im[..., 3] = (im[..., 3] * smooth((im[..., :3].max(2) - 10.) / 36)).astype(np.uint8)   # gums and cheeks in the shade: the renderer's own dark of the mouth is softer than black
    parts[picture] = (im[top - y:bottom - y, left - x:right - x], [int(left), int(top), int(right - left), int(bottom - top)])
balls, x, y = place('i_balls'); eyes, _, _ = place('i_eyes')
white = smooth((balls[..., :3].min(2) - 70.) / 60)[..., None]   # the cool fill turns the whites blue; in a dark face they look too bright (`eyeShade`)
for im in (balls, eyes): im[..., :3] = (im[..., :3] * (1 - white * (np.array([.09, .03, .01]) + scene.get('eyeShade', 0)))).astype(np.uint8)
cut = np.nonzero(balls[..., 3].max(1))[0]; top, bottom = max(0, cut.min() - 2), cut.max() + 3; balls, eyes, y = balls[top:bottom], eyes[top:bottom], y + top
glint = np.clip(blur(eyes[..., :3].astype(np.float32) - balls[..., :3], .5) - 3, 0, 255).astype(np.uint8)
# The reflections of the key and the fill, which the lids would partly hide: eyes without a light in them look empty.
glint = glint.astype(np.float32); across, down = np.meshgrid(np.arange(glint.shape[1]) + x, np.arange(glint.shape[0]) + y)
for ex, ey, ez in mesh['eyes']:
    (cx, cy), radius = to_pixels(np.array([ex, ey])), mesh['eyeRad'] / (2 * 18 / 85 * ez) * H
    for dx, dy, size, strength in ((-.13, -.11, .046, 235), (.17, .03, .035, 50)):
        open_ = np.nonzero(plate[int(cy - radius):int(cy + radius), int(cx + dx * radius), 3] < 140)[0]; spot_y = max(cy + dy * radius, int(cy - radius) + open_[0] + .11 * radius)   # never under the lid
        spot = np.exp(-((across - cx - dx * radius) ** 2 + (down - spot_y) ** 2) / (2 * (size * radius) ** 2)); glint += strength * spot[..., None]
glint = np.clip(glint, 0, 255).astype(np.uint8)
h, w = balls.shape[:2]; parts['balls'] = (balls, [x, y, w, h]); parts['glints'] = (np.dstack([glint, np.full((h, w), 255, np.uint8)]), [x, y, w, h])

# ---- where a part covers the portrait ----
def cover(x, y, w, h, left, top, right, bottom):
    i, j = np.meshgrid(np.arange(w) + .5, np.arange(h) + .5)
    edge = smooth(i / w / left) * smooth((w - i) / w / right) * smooth(j / h / top) * smooth((h - j) / h / bottom)
    opening = blur(cv2.dilate((plate[y:y + h, x:x + w, 3] < 250).astype(np.uint8), np.ones((5, 5))), 1); over = hair[y:y + h, x:x + w] * (1 - opening)   # behind hair over an eye is the eye, not the room
    a = (255 * edge * (1 - over)).astype(np.uint8); small = cv2.resize(a, (w // 3, h // 3), interpolation=cv2.INTER_AREA)
    return np.dstack([np.full((*small.shape, 3), 255, np.uint8), small]), [x, y, w, h]
mouth_rect = parts['m_AA'][1]; eye_rect = parts['e_closed'][1]
parts['mouthCover'] = cover(*mouth_rect, .16, .14, .16, .03); parts['eyesCover'] = cover(*eye_rect, .10, .14, .10, .14)

# ---- meshes ----
within = lambda q, rect, margin: (q[:, 0] > rect[0] + margin) & (q[:, 0] < rect[0] + rect[2] - margin) & (q[:, 1] > rect[1] + margin) & (q[:, 1] < rect[1] + rect[3] - margin)
def area(p, q=rest):
    x, y = q[p].T; return ((x * np.roll(y, -1)) - (np.roll(x, -1) * y)).sum() / 2
def mouth_mesh():
    """The skin's own polygons around the mouth: those that face the camera at rest or with the mouth open, connected with the
    lips; the neck lies behind and is not part of it."""
    open_mouth = pose(jobs['m_AA']['expr']); usable = within(rest, mouth_rect, 1) & ~mesh['inside']; lips = mesh['lips'] > .16
    chosen = [p for p in polygons if usable[p].all() and (area(p) < 0 or area(p, open_mouth) < 0 or lips[p].all())]
    # From the lips outwards over polygons that face the camera.
    reached = lips & usable
    for _ in range(60):
        before = reached.sum()
        for p in chosen:
            if reached[p].any() and (area(p) < 0 or lips[p].any()): reached[p] = True
        if reached.sum() == before: break
    return [p for p in chosen if reached[p].all()]

def triangles_of(chosen):
    """Farthest first, the order of corners turned: y points down here."""
    chosen = sorted(chosen, key=lambda p: -mesh['depth'][p].mean())
    return [t for p in chosen for t in ([(p[0], p[2], p[1]), (p[0], p[3], p[2])] if len(p) == 4 else [(p[0], p[2], p[1])])]

def eye_mesh():
    """All visible points around the eyes and a frame that stands still, triangulated across the eyes' openings."""
    points = np.nonzero(within(rest, eye_rect, 3) & ~mesh['blocked'])[0]
    subdivision = cv2.Subdiv2D((0, 0, W, H)); x, y, w, h = eye_rect; frame = [(x + w * i / 8, y + h * j) for i in range(9) for j in (0, 1)] + [(x + w * i, y + h * j / 4) for i in (0, 1) for j in (1, 2, 3)]
    known = {}
    for i in points: known[tuple(np.float32(rest[i]).round(2))] = i
    for i, q in enumerate(frame): known[tuple(np.float32(q).round(2))] = len(rest) + i
    for q in known: subdivision.insert((float(q[0]), float(q[1])))
    keys = np.array(list(known)); found = []
    for t in subdivision.getTriangleList().reshape(-1, 3, 2):
        index = [int(np.argmin(((keys - q) ** 2).sum(1))) for q in t]
        if max(((keys[k] - q) ** 2).sum() for k, q in zip(index, t)) < .05: found.append([list(known.values())[k] for k in index])
    extra = np.array(frame); all_rest = np.concatenate([rest, extra])
    found = [t if area(t, all_rest) > 0 else t[::-1] for t in found if abs(area(t, all_rest)) > .05]
    # The openings are behind the lids.
    depth = np.concatenate([mesh['depth'], np.zeros(len(extra))]); blink = np.concatenate([np.abs(units[unit_names.index('blinkL')]).max(1) + np.abs(units[unit_names.index('blinkR')]).max(1), np.zeros(len(extra))])
    return sorted(found, key=lambda t: -max(np.ptp(blink[t]), 0)), all_rest

def stored(triangles, points, names):
    used = sorted({int(i) for t in triangles for i in t}); index = {v: i for i, v in enumerate(used)}; result = {}
    for i, unit in enumerate(unit_names):
        if unit not in names: continue
        moves = np.concatenate([units[i], np.zeros((len(points) - len(rest), 2))])[used]; far = np.nonzero(np.abs(moves).max(1) > .12)[0]
        if len(far): result[unit] = [int(v) for k in far for v in (k, *np.round(moves[k] * 16))]
    return dict(rest=[int(v) for v in np.round((points[used] - origin) * 16).ravel()], units=result, triangles=[index[int(i)] for t in triangles for i in t]), index

mouth_triangles = triangles_of(mouth_mesh()); eye_triangles, eye_points = eye_mesh()
mouth, _ = stored(mouth_triangles, rest, [n for n in unit_names if not n.startswith(('blink', 'wide', 'brow'))])
eyes_, eye_index = stored(eye_triangles, eye_points, [n for n in unit_names if n.startswith(('blink', 'wide', 'squint', 'brow')) or n == 'smile'])
each = []
for side, (ex, ey, ez) in zip('LR', mesh['eyes']):
    centre = to_pixels(np.array([ex, ey])); radius = float(mesh['eyeRad'] / (2 * 18 / 85 * ez) * H); blink = units[unit_names.index('blink' + side)][:, 1]
    # The edge of the upper lid: the points that close farthest, above the middle of the eye.
    candidates = [i for i in eye_index if i < len(rest) and abs(rest[i][0] - centre[0]) < radius * .3]; lid = max(candidates, key=lambda i: blink[i])
    each.append(dict(x=round(float(centre[0] - LEFT), 2), y=round(float(centre[1] - TOP), 2), radius=round(radius, 2), lidPoint=eye_index[lid]))

# ---- depth: smooth, wider at the outline, so that no edge is torn when the head turns ----
z = exr('plate_z'); alpha = plate[..., 3]; k = K; far = distance + .68
filled = cv2.erode(((alpha > 230) & (z < far)).astype(np.uint8), np.ones((5, 5), np.uint8)).astype(np.float32)
depth = cv2.medianBlur(cv2.medianBlur(np.where((alpha > 128) & (z < far), np.clip(z, distance - .32, distance + .33), distance + .08).astype(np.float32), 5), 5)
# Points close behind an edge (neck and hair beside the jaw) use the edge's depth, which moves the step to where it is
# invisible.
near = cv2.erode(depth, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (int(52 * k) | 1,) * 2)); clean = np.where(depth - near > .022, near + .012, depth)
mean = lambda sigma: (blur(clean * filled, sigma * k), blur(filled, sigma * k))
n0, d0 = mean(90); n1, d1 = mean(22); n2, d2 = mean(12); wide, soft, fine = n0 / np.maximum(d0, 1e-6), n1 / np.maximum(d1, 1e-6), n2 / np.maximum(d2, 1e-6)
share = smooth(d1 * 2.5); soft = soft * share + wide * (1 - share); inside = cv2.distanceTransform((alpha > 128).astype(np.uint8), cv2.DIST_L2, 5) / k
share = smooth((inside - 14) / 50) * (d2 > .05); surface = blur(fine * share + soft * (1 - share), 5 * k)[TOP:, LEFT:LEFT + SHOWN_W]
columns, rows = 97, 61; grid = np.clip(cv2.resize(surface, (columns, rows), interpolation=cv2.INTER_AREA), distance - .15, distance + .1); nearest, farthest = float(grid.min()), float(grid.max())

# ---- files ----
def sheet():
    """Parts in rows, the tallest first."""
    width, x, y, row, places = 768, 0, 0, 0, {}
    for part, (im, _) in sorted(parts.items(), key=lambda item: -item[1][0].shape[0]):
        h, w = im.shape[:2]
        if x + w > width: x, y, row = 0, y + row + 2, 0
        places[part] = [x, y]; x += w + 2; row = max(row, h)
    image = np.zeros((y + row, width, 4), np.uint8)
    for part, (px, py) in places.items(): im = parts[part][0]; image[py:py + im.shape[0], px:px + im.shape[1]] = im
    return image, places

def write(file, im):
    """The colour of what is transparent is spread outwards: compression would let it bleed in."""
    hole = (im[..., 3] < 8).astype(np.uint8); colour = im[..., :3].copy(); known = (1 - hole)[..., None].astype(np.float32)
    spread = blur(colour * known, 6) / np.maximum(blur(known, 6).reshape(*hole.shape, 1), 1e-3); colour[hole > 0] = np.clip(spread, 0, 255).astype(np.uint8)[hole > 0]
    cv2.imwrite(f'{out}/{file}.webp', np.dstack([colour, im[..., 3]]), [cv2.IMWRITE_WEBP_QUALITY, quality])

write(name, grained(plate, 0, 0)[TOP:, LEFT:LEFT + SHOWN_W]); image, places = sheet(); write(name + '-parts', image)
json.dump(dict(size=[SHOWN_W, SHOWN_H], camera=dict(x=W / 2 - LEFT, y=H * (.5 + shift) - TOP, focal=H / (2 * 18 / 85)), restWeights=rest_weights,
    depth=dict(columns=columns, rows=rows, nearest=nearest, farthest=farthest, values=[int(v) for v in np.round((grid - nearest) / (farthest - nearest) * 255).ravel()]),
    mouth=mouth, eyes=dict(**eyes_, each=each, ahead=scene.get('ahead', [0, 0])), jaw=dict(x=float(mesh['jaw'][0] * H), y=float(mesh['jaw'][1] * H), weight=jobs['i_teethUpper']['expr']['jawOpen']),
    parts={part: dict(at=places[part], size=[im.shape[1], im.shape[0]], place=[rect[0] - LEFT, rect[1] - TOP, *rect[2:]]) for part, (im, rect) in parts.items()}, sprites=sprites),
    open(f'{out}/{name}.json', 'w'), separators=(',', ':'), default=int)
print(len(mouth['rest']) // 2, 'points and', len(mouth_triangles), 'triangles for the mouth,', len(eyes_['rest']) // 2, 'and', len(eye_triangles), 'for the eyes'); os.system(f'ls -l {out}/{name}*; gzip -c {out}/{name}.json | wc -c')

# ---- a still for pages, on nothing: the eyes behind the plate, shaded below the upper lid as the renderer does ----
behind = np.zeros((H, W, 4), np.float32); left, top, w, h = parts['balls'][1]; light = np.ones((h, w), np.float32)
for eye in each:
    lid = rest[max((i for i in eye_index if i < len(rest) and eye_index[i] == eye['lidPoint']))][1]; rows_ = np.arange(h)[:, None] + top; columns_ = np.arange(w)[None] + left
    beside = np.abs(columns_ - LEFT - eye['x']) < eye['radius']; light = np.where(beside, .47 + .53 * smooth((rows_ - lid) / (eye['radius'] * .55)), light)
behind[top:top + h, left:left + w, :3] = np.clip(parts['balls'][0][..., :3] * light[..., None] + parts['glints'][0][..., :3], 0, 255); behind[top:top + h, left:left + w, 3] = parts['balls'][0][..., 3]
left, top, w, h = parts['teethUpper'][1]; behind[top:top + h, left:left + w] = (24, 24, 58, 255)   # the dark between the lips
front = grained(plate, 0, 0).astype(np.float32); a = front[..., 3:] / 255; b = behind[..., 3:] / 255; alpha = a + b * (1 - a)
still = np.dstack([(front[..., :3] * a + behind[..., :3] * b * (1 - a)) / np.maximum(alpha, 1e-3), alpha * 255]).astype(np.uint8)[TOP:]
# Closer than the moving picture, because pages show it smaller.
tall = round(SHOWN_H * .82); above = max(0, int(np.nonzero(still[..., 3].max(1) > 40)[0][0]) - round(tall * .07)); shape = round(tall * 1100 / 803)
still = still[above:above + tall, (W - shape) // 2:(W + shape) // 2]; cv2.imwrite(f'{out}/{name}-still.png', still)
# For public/: few steps of alpha, which WebP keeps without loss, and no single strands, which these would turn into contours.
for width, suffix, quality in ((1100, '', 86), (760, '-760', 84)):
    small = cv2.resize(still, (width, round(width * 803 / 1100)), interpolation=cv2.INTER_CUBIC if width > still.shape[1] else cv2.INTER_AREA)
    small[..., 3] = np.round(np.clip((small[..., 3] - 70.) / 185, 0, 1) * 15) * 17; small[..., :3][small[..., 3] == 0] = (40, 35, 40); file = f'{out}/{name}-page{suffix}.webp'
    cv2.imwrite(file, small, [cv2.IMWRITE_WEBP_QUALITY, quality]); print(file, os.path.getsize(file))
