#include "frame.glsl"
out vec3 at;

void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
    at = vec3(pool.x + corner.x * pool.w, 0.0, pool.z - corner.y * pool.w);
    gl_Position = view_projection * vec4(at, 1.0);
}
