# Run by scene.py: computes the place of each point of the skin's mesh in the picture, at rest and per unit of
# expression, for the renderer that moves the picture. Coordinates in heights of the picture: x from its middle, y from
# the top. Writes A['mesh'] (.npz).
from bpy_extras.object_utils import world_to_camera_view
def projected(expr):
    pose(expr, [0, 0]); bpy.context.view_layer.update(); e = skin.evaluated_get(bpy.context.evaluated_depsgraph_get()); m = e.to_mesh(); co = np.empty(len(m.vertices) * 3, np.float32); m.vertices.foreach_get('co', co); e.to_mesh_clear()
    co = co.reshape(-1, 3)[:len(P)]; q = np.array([world_to_camera_view(S, cam, Vector(v.tolist())) for v in co], np.float32); return np.stack([(q[:, 0] - .5) * 1.6, 1 - q[:, 1]], 1), q[:, 2], co
rest, depth, co = projected(A['rest']); print('surface to cage', np.abs(co - P).max(1).mean())
units = {}
for k in [k.name for k in skin.data.shape_keys.key_blocks[1:]]: units[k] = (projected({**A['rest'], k: A['rest'].get(k, 0) + .5})[0] - rest) * 2
from mathutils.bvhtree import BVHTree
off = np.concatenate([[0], np.cumsum(i32('skin.len'))]); ix = i32('skin.idx'); polys = [list(map(int, ix[off[i]:off[i + 1]])) for i in range(len(off) - 1)]
tree = BVHTree.FromPolygons([Vector(v) for v in co.astype(float)], polys); C_ = cam.location
blocked = np.array([(lambda d, L: tree.ray_cast(Vector(v) + d * .0008, d, L)[0] is not None)((C_ - Vector(v)).normalized(), .8) for v in co.astype(float)])
def middle(o, expr):   # of the lower teeth
    pose(expr, [0, 0]); bpy.context.view_layer.update(); e = o.evaluated_get(bpy.context.evaluated_depsgraph_get()); m = e.to_mesh(); c = sum((v.co for v in m.vertices), Vector()) / len(m.vertices); e.to_mesh_clear(); q = world_to_camera_view(S, cam, c); return np.array([(q[0] - .5) * 1.6, 1 - q[1]])
jaw = middle(teethLower, dict(jawOpen=1)) - middle(teethLower, {})
eye = {s: [float(x) for x in world_to_camera_view(S, cam, Vector((H['eye' + s][0] * .1, -H['eye' + s][2] * .1, H['eye' + s][1] * .1)))] for s in 'LR'}
np.savez(A['mesh'], jaw=jaw, rest=rest, depth=depth, blocked=blocked, inside=inside, len=i32('skin.len'), idx=ix, units=np.stack(list(units.values())), names=np.array(list(units)), eyes=np.array([[(eye[s][0] - .5) * 1.6, 1 - eye[s][1], eye[s][2]] for s in 'LR']), eyeRad=H['eyeRad'] * .1, lips=f32('mask.lips')[src])
print('mesh', len(P), len(units), int(blocked.sum()))
