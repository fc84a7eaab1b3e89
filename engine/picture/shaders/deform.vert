// Morph, then skin; the result is kept, and every pass draws it.
#include "pose.glsl"
layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec3 tint;
layout(location = 3) in uvec4 joints;
layout(location = 4) in vec4 weights;
uniform samplerBuffer deltas;    // [target, vertex, position normal tint]
uniform int vertex_count;
out vec3 posed_position;
out vec3 posed_normal;
out vec3 posed_tint;

void main() {
    vec3 p = position, n = normal, c = tint;
    int count = int(counts.x);
    for (int k = 0; k < count; k++) {
        vec4 pair = targets_on[k / 2];
        int at = (int(k % 2 == 0 ? pair.x : pair.z) * vertex_count + gl_VertexID) * 3;
        float w = k % 2 == 0 ? pair.y : pair.w;
        p += w * texelFetch(deltas, at).xyz;
        n += w * texelFetch(deltas, at + 1).xyz;
        c += w * texelFetch(deltas, at + 2).xyz;
    }
    vec4 x = vec4(0.0), y = vec4(0.0), z = vec4(0.0);
    for (int k = 0; k < 4; k++) {
        int row = int(joints[k]) * 3;
        x += weights[k] * rows[row];
        y += weights[k] * rows[row + 1];
        z += weights[k] * rows[row + 2];
    }
    vec4 h = vec4(p, 1.0);
    posed_position = vec3(dot(x, h), dot(y, h), dot(z, h));
    vec3 turned = vec3(dot(cross(y.xyz, z.xyz), n), dot(cross(z.xyz, x.xyz), n), dot(cross(x.xyz, y.xyz), n));
    posed_normal = turned / max(length(turned), 1e-12);
    posed_tint = c;
}
